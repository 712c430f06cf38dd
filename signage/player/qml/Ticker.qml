pragma ComponentBehavior: Bound
import QtQuick

// The strip with the news. A change of the texts joins with the next lap; an emergency, a change of
// size, or the strip's coming back starts it over.
Rectangle {
    id: root

    property var laps: [] // lists of headlines
    property bool running: true
    property bool still: false // stand, for a picture
    property string alarm: "" // names the emergency

    readonly property real speed: metrics.averageCharacterWidth * Tokens.charactersPerSecond // px/s
    readonly property bool wanted: running && laps.length > 0 && width > 0

    color: Tokens.lacquerDeep
    clip: true

    onWantedChanged: anew()
    onAlarmChanged: anew()
    onWidthChanged: anew()
    onStillChanged: anew()
    onLapsChanged: if (still) restart() // what stands has no next lap
    Component.onCompleted: anew()

    function anew() {
        if (still)
            restart();
        else
            Qt.callLater(restart); // several changes at once are one
    }

    // All of the old goes: an animator that is stopped in flight may still say that it finished.
    function restart() {
        band.active = false;
        band.active = wanted;
    }

    FontMetrics {
        id: metrics
        font { family: Tokens.sans; pixelSize: Tokens.strip; weight: Font.DemiBold }
    }

    Loader {
        id: band
        anchors.fill: parent
        active: false
        sourceComponent: Band {
            laps: root.laps
            still: root.still
            speed: root.speed
        }
    }

    Rectangle {
        width: parent.width
        height: 6 * Tokens.unit
        color: Tokens.gold
    }
}
