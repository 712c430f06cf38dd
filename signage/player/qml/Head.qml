pragma ComponentBehavior: Bound
import QtQuick

// Over a board: the emblem, whose screen this is, the time and the date.
Rectangle {
    id: root

    color: Tokens.chrome

    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Tokens.rule
        color: Tokens.accent
    }

    Emblem {
        id: emblem
        x: Tokens.margin
        anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: (Tokens.extra - Tokens.rule) / 2 }
        side: Math.min(132 * Tokens.unit, parent.height - 2.2 * Tokens.gap - Tokens.rule)
        widest: side * 2.4
    }

    Column {
        anchors { left: emblem.right; leftMargin: Tokens.gap * 1.2; right: clock.left; rightMargin: Tokens.gap * 1.5; verticalCenter: emblem.verticalCenter }

        Text {
            id: name
            width: parent.width
            text: House.names[0]
            textFormat: Text.PlainText
            color: Tokens.chromeText
            font { family: Tokens.sans; pixelSize: House.fitting(House.names[0].length > 40 ? 36 : 44, Tokens.narrow) * Tokens.unit; weight: Font.Bold }
            lineHeight: 0.92
            wrapMode: Text.Wrap
        }
        Text {
            width: parent.width
            visible: text !== "" && name.lineCount < (Tokens.narrow ? 3 : 2)
            text: House.place
            textFormat: Text.PlainText
            color: Tokens.chromeSoft
            font { family: Tokens.sans; pixelSize: Tokens.small }
        }
    }

    Row {
        id: clock
        anchors { right: parent.right; rightMargin: Tokens.margin; verticalCenter: emblem.verticalCenter }
        spacing: Tokens.gap * 1.5
        visible: House.time !== ""

        Column {
            anchors.verticalCenter: parent.verticalCenter
            visible: !Tokens.narrow
            Text {
                anchors.right: parent.right
                text: House.date
                color: Tokens.chromeText
                font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.Medium; features: { "tnum": 1 } }
            }
            Text {
                anchors.right: parent.right
                visible: text !== ""
                text: House.lunar.slice(0, 1).join("")
                color: Tokens.chromeSoft
                font { family: Tokens.sans; pixelSize: Tokens.small }
            }
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            Text {
                anchors.right: parent.right
                text: House.time
                color: Tokens.chromeText
                font { family: Tokens.sans; pixelSize: Tokens.title; weight: Font.DemiBold; features: { "tnum": 1 } }
                bottomPadding: Tokens.narrow ? -12 * Tokens.unit : 0
            }
            Text {
                anchors.right: parent.right
                visible: Tokens.narrow
                text: House.date
                color: Tokens.chromeSoft
                font { family: Tokens.sans; pixelSize: Tokens.small; features: { "tnum": 1 } }
            }
        }
    }
}
