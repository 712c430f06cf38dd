pragma ComponentBehavior: Bound
import QtQuick

// One block of words as `Typeset` placed it: a paragraph, a marked line, a row of cells, a rule.
//
// A style has `size`, `least`, `weight`, `ink`, the `gap` before it, how its lines `align`, and by kind: `height` of a
// rule, `indent` (in sizes) of a marked line, `columns` with `between` and `pad` of a row.
Item {
    id: root

    required property var block
    required property var style
    required property Ruler ruler
    required property real scaled
    property color mark: Tokens.accent
    property color hairline: Tokens.line

    y: block.y
    width: ruler.room
    height: block.tall

    Rectangle {
        visible: root.style.height !== undefined
        width: 180 * Tokens.unit
        height: parent.height
        radius: height / 2
        color: root.mark
    }

    Rectangle { // of a marked line, where it begins
        readonly property real side: 0.24 * root.ruler.size(root.style, root.scaled)
        visible: root.style.indent !== undefined && !root.block.goesOn
        width: side
        height: side
        rotation: 45
        x: side * 0.6
        y: root.ruler.size(root.style, root.scaled) * 0.7 - side / 2
        color: root.mark
    }

    Rectangle {
        visible: root.style.columns === true
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, Math.round((root.style.strong ? 5 : 2) * Tokens.unit))
        color: root.style.strong ? root.mark : root.hairline
    }

    Repeater {
        model: root.style.height === undefined ? root.block.texts : []
        Text {
            required property string modelData
            required property int index
            readonly property var at: root.ruler.place(root.block, index, root.scaled)
            x: at.x
            y: root.style.pad ?? 0
            width: root.block.widths?.[index] ?? at.width
            text: modelData
            textFormat: Text.PlainText
            color: root.style.ink
            font { family: Tokens.sans; pixelSize: root.ruler.size(root.style, root.scaled); weight: root.style.weight ?? Font.Medium }
            lineHeight: root.style.lines ?? 1
            wrapMode: Text.Wrap
            horizontalAlignment: root.style.align // undefined: as the script runs
        }
    }
}
