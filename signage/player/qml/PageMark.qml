import QtQuick

// Says, in a corner, that there is more: 2/5.
Text {
    required property int page
    required property int pages
    property color ink: Tokens.groundSoft

    visible: pages > 1
    text: (Math.min(page, pages - 1) + 1) + "/" + pages
    textFormat: Text.PlainText
    color: ink
    font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.DemiBold; features: { "tnum": 1 } }
}
