pragma ComponentBehavior: Bound
import QtQuick

// Stands over an urgent slide and says what class of news it is.
Rectangle {
    height: 148 * Tokens.unit
    color: Tokens.alarmHead

    Row {
        anchors.verticalCenter: parent.verticalCenter
        x: Tokens.margin * 1.5
        spacing: Tokens.gap * 1.5
        Text {
            id: word
            text: Words.urgent[0].toUpperCase()
            color: Tokens.alarmHeadText
            font { family: Tokens.sans; pixelSize: Tokens.body; weight: Font.Bold; letterSpacing: 4 * Tokens.unit }
        }
        Text {
            anchors.baseline: word.baseline
            text: Words.urgent[1]
            color: Tokens.alarmHeadText
            font { family: Tokens.sans; pixelSize: Tokens.label; weight: Font.Medium }
        }
    }
}
