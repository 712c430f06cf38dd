pragma ComponentBehavior: Bound
import QtQuick

// A page of a `Typeset`, and the turning to the next: out and in again, calmly, on the render thread.
Item {
    id: leaf

    required property Typeset flow
    required property int page
    required property bool still
    property color mark: Tokens.accent
    property color hairline: Tokens.line
    property int shown: 0

    width: flow.width
    height: flow.tallest

    Component.onCompleted: shown = page
    Repeater {
        model: leaf.flow.pages[Math.min(leaf.shown, leaf.flow.pages.length - 1)]
        Block {
            required property var modelData
            block: modelData
            style: leaf.flow.worn[modelData.kind]
            ruler: leaf.flow.ruler
            scaled: leaf.flow.scaled
            mark: leaf.mark
            hairline: leaf.hairline
        }
    }

    Turning {
        target: leaf
        page: leaf.page
        still: leaf.still
        onTurned: leaf.shown = leaf.page
    }
}
