pragma ComponentBehavior: Bound
import QtQuick

// What a picture shows, in one or more languages: the first one leads. It covers a part of the
// picture at most; what does not fit is on further pages.
Rectangle {
    id: root

    required property var lines
    required property real widest
    required property real tallest
    required property int page
    required property bool still
    readonly property int pages: words.pages.length
    readonly property real inset: 1.5 * Tokens.gap
    readonly property real foot: pages > 1 ? mark.height : 0

    width: words.widest + inset + 0.9 * Tokens.gap
    height: words.tallest + foot + 1.4 * Tokens.gap
    radius: Tokens.radius
    color: Tokens.scrim

    Component.onCompleted: words.settle()

    Typeset {
        id: words
        width: root.widest - root.inset - Tokens.gap
        height: root.tallest - 1.4 * Tokens.gap - mark.height
        most: 1
        least: 0.8
        styles: ({
            lead: { size: 56 * Tokens.unit, least: 44 * Tokens.unit, weight: Font.DemiBold, ink: Tokens.matText, gap: 0, align: Text.AlignLeft },
            other: { size: 46 * Tokens.unit, least: 36 * Tokens.unit, weight: Font.Normal, ink: Tokens.matSoft, gap: 4 * Tokens.unit, align: Text.AlignLeft }
        })
        blocks: root.lines.map((line, index) => ({ kind: index ? "other" : "lead", texts: [line] }))
    }

    Rectangle {
        width: 8 * Tokens.unit
        height: parent.height - 2 * Tokens.gap
        radius: width / 2
        anchors { left: parent.left; leftMargin: Tokens.gap * 0.7; verticalCenter: parent.verticalCenter }
        color: Tokens.accent
    }

    Leaf {
        x: root.inset
        y: 0.7 * Tokens.gap
        flow: words
        page: root.page % root.pages
        still: root.still
    }

    PageMark {
        id: mark
        anchors { right: parent.right; bottom: parent.bottom; rightMargin: 0.9 * Tokens.gap; bottomMargin: 0.4 * Tokens.gap }
        page: root.page % root.pages
        pages: root.pages
        ink: Tokens.matSoft
    }
}
