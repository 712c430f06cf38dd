import QtQuick

// Stands for a word where that has no room: a clock for how long, a coin for how much.
Item {
    id: root

    required property real size // of the type beside it
    required property string what
    readonly property real side: Math.round(0.76 * size)
    readonly property real stroke: Math.max(1, 0.085 * size)

    Rectangle {
        id: round
        y: 0.72 * root.size - root.side / 2
        width: root.side
        height: root.side
        radius: root.side / 2
        color: "transparent"
        border { color: Tokens.accent; width: root.stroke }

        Rectangle { // hands
            visible: root.what === "days"
            x: (root.side - root.stroke) / 2
            y: root.side * 0.2
            width: root.stroke
            height: root.side * 0.34
            color: Tokens.accent
        }
        Rectangle {
            visible: root.what === "days"
            x: (root.side - root.stroke) / 2
            y: root.side * 0.5 - root.stroke / 2
            width: root.side * 0.28
            height: root.stroke
            color: Tokens.accent
        }
        Rectangle { // the middle of a coin
            visible: root.what !== "days"
            anchors.centerIn: parent
            width: root.side * 0.36
            height: width
            rotation: 45
            color: Tokens.accent
        }
    }
}
