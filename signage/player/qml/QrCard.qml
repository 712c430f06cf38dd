pragma ComponentBehavior: Bound
import QtQuick

// A code to scan: black on white, whole pixels, its quiet zone kept, the address in print below.
Rectangle {
    id: root

    required property string matrix // rows of 0 and 1, joined by "/"
    required property string address
    required property real side // of the code with its quiet zone

    readonly property int modules: matrix.indexOf("/") + 8 // four of quiet zone on each side
    readonly property int pixels: Math.max(1, Math.floor(side / modules))

    width: Math.max(code.width, side) + Tokens.gap
    height: code.height + printed.height + Tokens.gap
    radius: Tokens.radius
    color: Tokens.sheet

    Image {
        id: code
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Tokens.gap / 2 }
        width: root.modules * root.pixels
        height: width
        source: "image://qr/" + root.matrix
        smooth: false
        cache: false
    }

    Text {
        id: printed
        anchors { horizontalCenter: parent.horizontalCenter; top: code.bottom }
        width: root.width - Tokens.gap
        text: root.address
        textFormat: Text.PlainText
        color: Tokens.sheetText
        font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.Medium }
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Tokens.small * 0.6
        horizontalAlignment: Text.AlignHCenter
        elide: Text.ElideMiddle
        maximumLineCount: 1
        bottomPadding: Tokens.gap * 0.3
    }
}
