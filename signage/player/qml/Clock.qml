pragma ComponentBehavior: Bound
import QtQuick

// The time, the date, and what else the panel knows of the day.
Column {
    id: root

    required property real size // of the time, in pixels
    property int side: Text.AlignHCenter
    property bool brief: false // without the lunar year

    Text {
        width: root.width
        visible: text !== ""
        text: House.time
        color: Tokens.chromeText
        font { family: Tokens.sans; pixelSize: root.size; weight: Font.DemiBold; features: { "tnum": 1 } }
        horizontalAlignment: root.side
        topPadding: -root.size * 0.16 // digits leave the room for Ẫ empty
        bottomPadding: -root.size * 0.08
    }
    Text {
        width: root.width
        visible: text !== ""
        text: House.date
        color: Tokens.chromeText
        font { family: Tokens.sans; pixelSize: 40 * Tokens.unit; weight: Font.Medium; features: { "tnum": 1 } }
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Tokens.small
        horizontalAlignment: root.side
    }
    Text {
        width: root.width
        visible: text !== ""
        text: root.brief ? House.lunar.slice(0, 1).join("") : House.lunar.join("\n")
        color: Tokens.chromeSoft
        font { family: Tokens.sans; pixelSize: Tokens.small }
        horizontalAlignment: root.side
        wrapMode: Text.Wrap
    }
    Text {
        width: root.width
        visible: text !== ""
        text: House.weather
        textFormat: Text.PlainText
        color: Tokens.chromeSoft
        font { family: Tokens.sans; pixelSize: Tokens.small }
        horizontalAlignment: root.side
        wrapMode: Text.Wrap
        topPadding: Tokens.gap / 2
    }
}
