pragma ComponentBehavior: Bound
import QtQuick

// Laps of headlines, one behind the other, at constant speed on the render thread: Python may
// stall, they glide on.
//
// Two strips take turns. Each is moved by an animator of its own from off screen to off screen,
// and the next is set out a lead before the tail of the former comes in sight, told by a third
// animator (`herald`) that runs on the same clock; so nothing ever reads a moving `x`, and a late
// GUI thread widens a space between two headlines instead of stopping one.
Item {
    id: root

    required property var laps // lists of headlines, at least one
    required property real speed // px/s
    required property bool still
    required property bool urgent

    readonly property real lead: speed // px: a second's way ahead of the edge
    property int turn: 0 // which of the laps comes next
    property int place: 0 // which of the two strips carries it

    Component.onCompleted: setOut(Tokens.margin)

    function setOut(from: real) {
        if (laps.length === 0)
            return;
        const strip = strips.itemAt(place) as Lap;
        strip.fill(laps[turn % laps.length], width + 2 * lead);
        if (still) {
            strip.x = Qt.binding(() => Tokens.margin);
            return;
        }
        strip.go(from, speed);
        turn = (turn + 1) % laps.length;
        place = 1 - place;
        herald.duration = Math.max(1, 1000 * (from + strip.length - width - lead) / speed);
        herald.restart();
    }

    Repeater {
        id: strips
        model: 2
        Lap {
            height: root.height
            urgent: root.urgent
        }
    }

    Item { id: nothing }
    XAnimator {
        id: herald
        target: nothing
        from: 0
        to: 1
        onFinished: root.setOut(root.width + root.lead)
    }
}
