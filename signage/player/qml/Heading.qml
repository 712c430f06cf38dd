pragma ComponentBehavior: Bound
import QtQuick

// What stands over a board or big codes: a title, or nothing. One that is far too long to stand
// over anything has pages of its own, before all others.
Item {
    id: root

    required property string title
    required property real most // px of height that it may take of each page
    required property real room // px of height of a page of its own
    required property int page
    required property bool still
    property color ink: Tokens.heading
    readonly property bool apart: brief.pages.length > 1
    readonly property int pages: apart ? long.pages.length : 0 // of its own

    signal settled

    height: title === "" ? 0 : apart ? (page < pages ? room : 0) : brief.tallest

    function settle() {
        brief.settle();
    }

    component Lines: Typeset {
        width: root.width
        styles: ({
            title: { size: Tokens.title, least: 64 * Tokens.unit, weight: Font.Bold, ink: root.ink, gap: 0 },
            close: { size: Tokens.title, least: Tokens.label, weight: Font.Bold, ink: root.ink, gap: 0 }
        })
        most: 1
        blocks: root.title === "" ? [] : root.title.split("\n").map(line => ({ kind: root.title.length > 80 ? "close" : "title", texts: [line] }))
    }

    Lines {
        id: brief
        height: root.most
        least: 0.5
        onSettled: {
            if (root.apart)
                long.settle();
            else
                root.settled();
        }
    }

    Lines {
        id: long
        height: root.room
        least: 0.8
        onSettled: root.settled()
    }

    Leaf {
        visible: !root.apart || root.page < root.pages
        flow: root.apart ? long : brief
        page: root.apart ? root.page : 0
        still: root.still
    }
}
