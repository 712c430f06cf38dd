pragma ComponentBehavior: Bound
import QtQuick

// News across the strip, at constant speed on the render thread: Python may stall, they glide on.
//
// Two laps follow each other. Each is moved by an animator of its own from off screen to off
// screen, and the next is set out a lead before the tail of the former comes in sight, told by a
// third animator (`herald`) that runs on the same clock; so nothing ever reads a moving `x`, and
// a late GUI thread widens a space between two headlines instead of stopping one. New text joins
// with the next lap.
Rectangle {
    id: root

    property var laps: [] // lists of headlines
    property bool running: true
    property bool still: false // stand, for a picture
    property bool urgent: false
    property real speed: metrics.averageCharacterWidth * Tokens.charactersPerSecond // px/s

    readonly property real lead: speed // px: a second's way ahead of the edge
    property int turn: 0 // which of the laps comes next
    property int place: 0 // which of the two strips carries it

    color: Tokens.lacquerDeep
    clip: true

    onRunningChanged: restart()
    onStillChanged: restart()
    onUrgentChanged: {
        turn = 0;
        restart();
    }
    onLapsChanged: if (laps.length === 0 || !herald.running) restart()
    onWidthChanged: restart()
    Component.onCompleted: restart()

    function restart() {
        herald.stop();
        for (const index of [0, 1])
            (strips.itemAt(index) as Lap)?.halt();
        if (running && laps.length > 0 && width > 0)
            setOut(Tokens.margin);
    }

    function setOut(from: real) {
        const strip = strips.itemAt(place) as Lap;
        strip.fill(laps[turn % laps.length], width + 2 * lead);
        if (still) {
            strip.x = from;
            return;
        }
        strip.go(from, speed);
        turn = (turn + 1) % laps.length;
        place = 1 - place;
        herald.duration = Math.max(1, 1000 * (from + strip.length - width - lead) / speed);
        herald.restart();
    }

    FontMetrics {
        id: metrics
        font { family: Tokens.sans; pixelSize: Tokens.strip; weight: Font.DemiBold }
    }

    Repeater {
        id: strips
        model: 2
        Lap { height: root.height }
    }

    Item { id: nothing }
    XAnimator {
        id: herald
        target: nothing
        from: 0
        to: 1
        onFinished: if (root.laps.length > 0) root.setOut(root.width + root.lead)
    }

    Rectangle {
        width: parent.width
        height: 6 * Tokens.unit
        color: Tokens.gold
    }
}
