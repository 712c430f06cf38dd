pragma ComponentBehavior: Bound
import QtQuick

// Nothing is on, or not yet: whose screen this is, and the time. Never black, never an error.
Rectangle {
    id: root

    required property string time
    required property string date
    required property string place

    color: Tokens.chrome
    gradient: Gradient {
        GradientStop { position: 0; color: Tokens.chromeLight }
        GradientStop { position: 1; color: Tokens.chrome }
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Tokens.margin
        spacing: Tokens.gap * 1.8

        Mark {
            anchors.horizontalCenter: parent.horizontalCenter
            side: 260 * Tokens.unit
        }
        Text {
            width: parent.width
            text: root.place
            textFormat: Text.PlainText
            color: Tokens.chromeText
            font { family: Tokens.sans; pixelSize: Tokens.title; weight: Font.Bold }
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 200 * Tokens.unit
            height: 6 * Tokens.unit
            radius: height / 2
            color: Tokens.accent
        }
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.time !== ""
            text: root.time + "  ·  " + root.date
            color: Tokens.chromeSoft
            font { family: Tokens.sans; pixelSize: Tokens.body; features: { "tnum": 1 } }
        }
    }
}
