pragma ComponentBehavior: Bound
import QtQuick

// Stands still at the head of the strip while urgent news run beside it, and says so.
Rectangle {
    id: root

    width: Math.max(word.width, beside.width) + 2 * Tokens.margin * 0.8
    color: Tokens.alarmHead

    Column { // in the middle of what no television cuts off
        anchors { centerIn: parent; verticalCenterOffset: -11 * Tokens.unit - Tokens.extra / 2 }
        Text {
            id: word
            anchors.horizontalCenter: parent.horizontalCenter
            text: Words.urgent[0].toUpperCase()
            color: Tokens.alarmHeadText
            font { family: Tokens.sans; pixelSize: 40 * Tokens.unit; weight: Font.Bold; letterSpacing: 2 * Tokens.unit }
            lineHeight: 0.74
        }
        Text {
            id: beside
            anchors.horizontalCenter: parent.horizontalCenter
            text: Words.urgent[1]
            color: Tokens.alarmHeadText
            font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.Medium }
            lineHeight: 0.74
        }
    }
}
