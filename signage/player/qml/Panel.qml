pragma ComponentBehavior: Bound
import QtQuick

// Beside the picture: the time, the date, whose screen this is, and the code of what is on.
Rectangle {
    id: root

    required property string time
    required property string date
    required property string place
    required property string matrix
    required property string address

    color: Tokens.lacquerDeep

    Rectangle {
        width: 6 * Tokens.unit
        height: parent.height
        color: Tokens.gold
    }

    Column {
        id: clock
        visible: root.time !== ""
        anchors { top: parent.top; topMargin: Tokens.margin * 0.6; horizontalCenter: parent.horizontalCenter }
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: root.time
            color: Tokens.inkOnLacquer
            font { family: Tokens.sans; pixelSize: 148 * Tokens.unit; weight: Font.DemiBold; features: { "tnum": 1 } }
        }
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            width: root.width - 2 * Tokens.gap
            text: root.date
            color: Tokens.goldSoft
            font { family: Tokens.sans; pixelSize: Tokens.label }
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
    }

    Mark {
        anchors.centerIn: parent
        visible: root.matrix === ""
        side: 220 * Tokens.unit
    }

    Loader {
        anchors { bottom: place.top; bottomMargin: Tokens.gap * 1.4; horizontalCenter: parent.horizontalCenter }
        active: root.matrix !== ""
        sourceComponent: Column {
            spacing: Tokens.gap * 0.8
            QrCard {
                matrix: root.matrix
                address: root.address
                side: root.width - 3.2 * Tokens.gap
            }
            ScanHint {
                anchors.horizontalCenter: parent.horizontalCenter
                ink: Tokens.goldSoft
            }
        }
    }

    Text {
        id: place
        anchors { bottom: parent.bottom; bottomMargin: Tokens.gap * 1.4; horizontalCenter: parent.horizontalCenter }
        width: root.width - 2 * Tokens.gap
        text: root.place
        textFormat: Text.PlainText
        color: Tokens.inkOnLacquer
        font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.DemiBold }
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
}
