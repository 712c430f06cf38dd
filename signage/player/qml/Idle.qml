pragma ComponentBehavior: Bound
import QtQuick

// Nothing is on, or not yet: whose screen this is, and the time. Never black, never an error.
// The clock has a place of its own, so that its coming moves nothing.
Rectangle {
    id: root

    property real foot: 0 // px that something else takes at the bottom
    readonly property bool portrait: height > width
    readonly property real room: height - foot

    function fitting(words: string, size: real): real {
        return words.length > 120 ? size * 0.6 : words.length > 60 ? size * 0.8 : size;
    }

    gradient: Gradient {
        GradientStop { position: 0; color: Tokens.chromeLight }
        GradientStop { position: 1; color: Tokens.chrome }
    }

    Column {
        id: who
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(Tokens.safe, (root.room - clock.taken - height) / 2)
        width: Math.min(root.width - 2 * Tokens.margin, 1480 * Tokens.unit)
        spacing: Tokens.gap

        Emblem {
            anchors.horizontalCenter: parent.horizontalCenter
            side: Math.min(300 * Tokens.unit, root.room * 0.3)
            widest: side * 3
        }
        Item { width: 1; height: Tokens.gap / 2 }
        Text {
            width: parent.width
            text: House.names[0]
            textFormat: Text.PlainText
            color: Tokens.chromeText
            font { family: Tokens.sans; pixelSize: root.fitting(text, Tokens.title); weight: Font.Bold }
            lineHeight: 0.92
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
        Text {
            width: parent.width
            visible: text !== ""
            text: House.names.slice(1, 2).join("")
            textFormat: Text.PlainText
            color: Tokens.chromeSoft
            font { family: Tokens.sans; pixelSize: root.fitting(text, Tokens.label) }
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
    }

    Column {
        id: clock
        readonly property real taken: height + 1.5 * Tokens.margin
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.room - height - Tokens.margin
        width: who.width

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 160 * Tokens.unit
            height: Tokens.rule
            radius: height / 2
            color: Tokens.accent
            opacity: House.time !== "" ? 1 : 0 // with the clock it parts two things, alone it would part none
        }
        Text {
            width: parent.width
            topPadding: Tokens.gap * 0.8
            text: House.time || " "
            color: Tokens.chromeText
            font { family: Tokens.sans; pixelSize: Tokens.title; weight: Font.DemiBold; features: { "tnum": 1 } }
            horizontalAlignment: Text.AlignHCenter
        }
        Text {
            width: parent.width
            text: [House.place, House.date].filter(part => part !== "").join("   ·   ") || " "
            textFormat: Text.PlainText
            color: Tokens.chromeSoft
            font { family: Tokens.sans; pixelSize: Tokens.label; features: { "tnum": 1 } }
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
    }
}
