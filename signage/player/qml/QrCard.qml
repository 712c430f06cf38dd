pragma ComponentBehavior: Bound
import QtQuick

// A code to scan: black on white, whole pixels, its quiet zone kept, the address in print below.
Rectangle {
    id: root

    required property string matrix // rows of 0 and 1, joined by "/"
    property string address: ""
    required property real side // of the code with its quiet zone
    property real inset: Tokens.gap / 2 // around that

    readonly property int modules: matrix.indexOf("/") + 8 // four of quiet zone on each side
    readonly property int pixels: Math.max(1, Math.floor((side + 0.5) / modules))
    // Of the side, at which it decodes from across the lobby: six pixels a module on 720 lines.
    readonly property real readable: modules * 9 * Tokens.unit

    // A short address is not broken: the card is as wide as it.
    readonly property real held: printed.implicitWidth > 1.4 * code.width ? code.width : Math.max(code.width, printed.implicitWidth)

    width: Math.ceil((address !== "" ? held : code.width) + 2 * inset)
    height: Math.ceil(code.height + (address !== "" ? printed.height : 0) + 2 * inset)
    radius: Tokens.radius
    color: Tokens.sheet

    Image {
        id: code
        x: Math.round((root.width - width) / 2)
        y: Math.round(root.inset)
        width: root.modules * root.pixels
        height: width
        source: "image://qr/" + root.matrix
        smooth: false
        cache: false
    }

    Text {
        id: printed
        anchors { horizontalCenter: parent.horizontalCenter; top: code.bottom }
        visible: text !== ""
        width: Math.ceil(root.held)
        text: root.address
        textFormat: Text.PlainText
        color: Tokens.sheetText
        font { family: Tokens.sans; pixelSize: Tokens.small; weight: Font.Medium }
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WrapAnywhere // an address has no words, and is not set apart by hyphens
    }
}
