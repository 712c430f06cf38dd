pragma ComponentBehavior: Bound
import QtQuick

// Says what the code is for, in the words the player was given.
Column {
    id: root

    property color ink: Tokens.groundSoft

    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        text: Words.scan[0]
        color: root.ink
        font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.DemiBold }
    }
    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        text: Words.scan[1]
        visible: text !== ""
        color: root.ink
        font { family: Tokens.sans; pixelSize: Tokens.small }
    }
}
