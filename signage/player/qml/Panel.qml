pragma ComponentBehavior: Bound
import QtQuick

// Beside the picture, or below it on an upright screen: the time, the date, whose screen this is,
// and the code of what is on.
Rectangle {
    id: root

    required property string time
    required property string date
    required property string place
    required property string matrix
    required property string address

    readonly property bool wide: width > height
    readonly property real edge: Tokens.gap * 1.6
    // Of the height, by all but the code itself: its card, what it says, the clock and the place.
    readonly property real taken: 220 * Tokens.unit + (wide ? 0 : clock.height + name.height + 3 * edge)

    color: Tokens.chrome

    Rectangle {
        width: root.wide ? parent.width : 6 * Tokens.unit
        height: root.wide ? 6 * Tokens.unit : parent.height
        color: Tokens.accent
    }

    Column {
        id: clock
        visible: root.time !== ""
        x: root.wide ? root.edge * 1.5 : (root.width - width) / 2
        y: root.edge
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: root.time
            color: Tokens.chromeText
            font { family: Tokens.sans; pixelSize: 136 * Tokens.unit; weight: Font.DemiBold; features: { "tnum": 1 } }
        }
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: root.date
            color: Tokens.chromeSoft
            font { family: Tokens.sans; pixelSize: Tokens.label }
        }
    }

    Mark {
        anchors.centerIn: parent
        anchors.horizontalCenterOffset: root.wide ? root.width * 0.2 : 0
        visible: root.matrix === ""
        side: 220 * Tokens.unit
    }

    Loader {
        id: code
        x: root.wide ? root.width - width - root.edge * 1.5 : (root.width - width) / 2
        y: root.wide ? (root.height - height) / 2 : name.y - height - root.edge
        active: root.matrix !== ""
        sourceComponent: Column {
            spacing: Tokens.gap * 0.6
            QrCard {
                anchors.horizontalCenter: parent.horizontalCenter
                matrix: root.matrix
                address: root.address
                side: Math.min((root.wide ? root.width / 2 : root.width) - 2 * root.edge - Tokens.gap, root.height - root.taken)
            }
            ScanHint {
                anchors.horizontalCenter: parent.horizontalCenter
                ink: Tokens.chromeSoft
            }
        }
    }

    Text {
        id: name
        x: root.wide ? root.edge * 1.5 : Tokens.gap
        y: root.height - height - root.edge
        width: root.wide ? root.width * 0.5 : root.width - 2 * Tokens.gap
        text: root.place
        textFormat: Text.PlainText
        color: Tokens.chromeText
        font { family: Tokens.sans; pixelSize: Tokens.small * 1.1; weight: Font.DemiBold }
        horizontalAlignment: root.wide ? Text.AlignLeft : Text.AlignHCenter
        wrapMode: Text.Wrap
    }
}
