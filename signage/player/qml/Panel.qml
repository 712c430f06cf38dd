pragma ComponentBehavior: Bound
import QtQuick

// Beside the picture, or below it on an upright screen: the clock, the code of what is on, and whose
// screen this is, as far as there is room.
Rectangle {
    id: root

    required property string matrix
    required property string address

    readonly property bool wide: width > height
    readonly property bool coded: matrix !== ""
    readonly property real edge: Tokens.safe
    // What the clock leaves: to the right of it on an upright screen, else below.
    readonly property rect rest: wide
        ? Qt.rect(width / 2, edge, width / 2 - edge, height - 2 * edge)
        : Qt.rect(edge, clock.y + clock.height + edge * 0.7, width - 2 * edge, height - clock.y - clock.height - 1.5 * edge)

    color: Tokens.chrome

    Rectangle {
        width: root.wide ? parent.width : Tokens.rule
        height: root.wide ? Tokens.rule : parent.height
        color: Tokens.accent
    }

    Clock {
        id: clock
        x: root.edge
        y: root.wide ? (root.height - height) / 2 : root.edge
        width: (root.wide ? root.width / 2 : root.width) - 2 * root.edge
        size: (root.wide ? 124 : 136) * Tokens.unit
        brief: root.coded && !root.wide && House.weather !== ""
    }

    Loader {
        id: code
        active: root.coded
        readonly property real side: Math.min(root.rest.width, root.rest.height - 130 * Tokens.unit) - Tokens.gap
        x: root.rest.x + (root.rest.width - width) / 2
        y: root.rest.y + Math.max(0, (root.rest.height - height - (who.visible ? who.height : 0)) / 2)
        sourceComponent: Column {
            spacing: Tokens.gap * 0.5
            QrCard {
                anchors.horizontalCenter: parent.horizontalCenter
                matrix: root.matrix
                address: root.address
                side: Math.min(code.side, 420 * Tokens.unit)
            }
            Text {
                width: root.rest.width
                anchors.horizontalCenter: parent.horizontalCenter
                text: Words.scan[0]
                color: Tokens.chromeSoft
                font { family: Tokens.sans; pixelSize: Tokens.small }
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
            }
        }
    }

    Signature {
        id: who
        visible: !root.coded || (!root.wide && root.rest.height - code.height > height + Tokens.gap)
        small: root.coded
        side: Math.min(200 * Tokens.unit, root.rest.height * 0.36)
        x: root.rest.x
        y: root.rest.y + (root.coded ? root.rest.height - height : (root.rest.height - height) / 2)
        width: root.rest.width
    }
}
