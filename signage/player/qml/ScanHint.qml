pragma ComponentBehavior: Bound
import QtQuick

// Says what the code is for, in the words the player was given.
Column {
    id: root

    property color ink: Tokens.inkSoft

    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        text: Words.scan
        color: root.ink
        font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.DemiBold }
    }
    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        text: Words.scanBeside
        visible: text !== ""
        color: root.ink
        font { family: Tokens.sans; pixelSize: Tokens.small }
    }
}
