pragma ComponentBehavior: Bound
import QtQuick

// What stands over a board or big codes: a title, the other languages small beside it or below; or
// nothing. One that is far too long to stand over anything has pages of its own, before all others.
Item {
    id: root

    required property string title
    required property string beside
    required property real most // px of height that it may take of each page
    required property real room // px of height of a page of its own
    required property int page
    required property bool still
    property color ink: Tokens.heading
    readonly property bool apart: brief.pages.length > 1
    readonly property int pages: apart ? long.pages.length : 0 // of its own
    readonly property real stands: base.ascent // px from the top to where the letters stand

    property real size: 66 * Tokens.unit
    readonly property int small: Math.round(40 * Tokens.unit)
    readonly property real wanted: natural.advanceWidth + 1.2 * Tokens.gap
    readonly property bool abreast: beside !== "" && !title.includes("\n") && wanted + other.advanceWidth + 4 <= width

    signal settled

    height: title === "" ? 0 : apart ? (page < pages ? room : 0) : brief.tallest

    function settle() {
        brief.settle();
    }

    component Lines: Typeset {
        width: root.width
        styles: ({
            title: { size: root.size, least: root.size, weight: Font.Bold, ink: root.ink, gap: 0 },
            close: { size: root.size, least: Tokens.label, weight: Font.Bold, ink: root.ink, gap: 0 },
            beside: { size: root.small, least: root.small, ink: Tokens.groundSoft, gap: 0 }
        })
        most: 1
        blocks: {
            const made = root.title === "" ? [] : root.title.split("\n").map(line => ({ kind: root.title.length > 60 ? "close" : "title", texts: [line] }));
            if (root.beside !== "" && !root.abreast)
                made.push({ kind: "beside", texts: [root.beside] });
            return made;
        }
    }

    TextMetrics {
        id: natural
        text: root.title
        font { family: Tokens.sans; pixelSize: Math.round(root.size); weight: Font.Bold }
    }
    TextMetrics {
        id: other
        text: root.beside
        font { family: Tokens.sans; pixelSize: root.small; weight: Font.Medium }
    }
    FontMetrics {
        id: base
        font: natural.font
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
        id: leaf
        visible: !root.apart || root.page < root.pages
        flow: root.apart ? long : brief
        page: root.apart ? root.page : 0
        still: root.still
    }

    Text {
        visible: root.abreast && leaf.visible && root.title !== ""
        x: root.wanted
        y: root.stands - baselineOffset
        text: root.beside
        textFormat: Text.PlainText
        color: Tokens.groundSoft
        font: other.font
    }
}
