pragma ComponentBehavior: Bound
import QtQuick

// The strip with the news. A change of the texts joins with the next lap; an emergency, a change of
// size, or the strip's coming back starts it over.
Rectangle {
    id: root

    property var laps: [] // lists of headlines
    property bool running: true
    property bool still: false // stand, for a picture
    property string alarm: "" // names what runs, where that may not wait for a lap
    property bool urgent: false

    property real pace: 12 // characters a second
    // By what Vietnamese letters take on the average; "x" or the font's own figure is off by a tenth.
    readonly property string sample: "Kính mời quý khách lấy số thứ tự và chờ gọi số; hồ sơ nộp trực tuyến không phải chờ tại quầy"
    readonly property real speed: pace * metrics.advanceWidth / sample.length // px/s
    readonly property bool wanted: running && laps.length > 0 && width > 0

    color: urgent ? Tokens.alarm : Tokens.chrome
    clip: true

    onWantedChanged: anew()
    onAlarmChanged: anew()
    onWidthChanged: anew()
    onSpeedChanged: anew()
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

    TextMetrics { // a property of it follows the type; a function of FontMetrics would not
        id: metrics
        text: root.sample
        font { family: Tokens.sans; pixelSize: Tokens.strip; weight: Font.DemiBold }
    }

    Loader {
        id: band
        anchors { fill: parent; leftMargin: root.urgent ? plate.width : 0; bottomMargin: Tokens.extra }
        active: false
        sourceComponent: Band {
            laps: root.laps
            still: root.still
            speed: root.speed
            urgent: root.urgent
        }
    }

    Loader {
        id: plate
        active: root.urgent
        height: parent.height
        sourceComponent: UrgentPlate { height: root.height }
    }

    Rectangle {
        width: parent.width
        height: Tokens.rule
        color: root.urgent ? Tokens.alarmHead : Tokens.accent
    }
}
