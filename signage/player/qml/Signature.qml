pragma ComponentBehavior: Bound
import QtQuick

// Whose screen this is: the emblem above the centre's name; `small`: the name alone.
Column {
    id: root

    property bool small: false
    property real side: 200 * Tokens.unit

    spacing: Tokens.gap

    Emblem {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: !root.small && House.names[0].length < 100
        side: root.side
        widest: root.width
    }
    Text {
        width: parent.width
        text: House.names[0]
        textFormat: Text.PlainText
        color: Tokens.chromeText
        font { family: Tokens.sans; pixelSize: House.fitting(root.small ? 36 : 40, true) * Tokens.unit; weight: Font.DemiBold }
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
    Text {
        width: parent.width
        visible: text !== "" && !root.small
        topPadding: -Tokens.gap / 2
        text: House.place
        textFormat: Text.PlainText
        color: Tokens.chromeSoft
        font { family: Tokens.sans; pixelSize: Tokens.small }
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
}
