pragma ComponentBehavior: Bound
import QtQuick

// Procedures as cards: up to twelve on as many pages as it takes for each to be read and scanned.
View {
    id: root

    readonly property real side: Math.max(44 * Tokens.unit, safeSide)
    readonly property var rows: JSON.parse(view.rows)
    property bool told: false

    pages: heading.pages + Math.max(1, cards.pages.length)

    onChanged: cards.settle()
    Component.onCompleted: heading.settle()

    Heading {
        id: heading
        x: root.side
        y: root.safeHead
        width: root.width - 2 * root.side - longest.advanceWidth - Tokens.gap
        size: (root.beneath ? 56 : 66) * Tokens.unit
        title: root.view.title
        beside: root.view.beside
        most: 0.3 * root.height
        room: root.height - y - root.safeFoot
        page: root.page
        still: root.still
        onSettled: cards.settle()
    }

    TextMetrics { // whatever page this is, and however many there turn out to be
        id: longest
        font: counter.font
        readonly property int most: "8".repeat(String(root.rows.length + 9).length)
        text: root.rows.length > 1 || root.view.title.length > 60 ? Words.pageOf(most, most) : ""
    }

    Text {
        id: counter
        anchors { right: parent.right; rightMargin: root.side }
        y: heading.y + (root.view.title === "" ? 0 : heading.stands - baselineOffset)
        visible: text !== ""
        text: Words.pageOf(Math.min(root.page, root.pages - 1) + 1, root.pages)
        textFormat: Text.PlainText
        color: Tokens.groundSoft
        font { family: Tokens.sans; pixelSize: 40 * Tokens.unit; weight: Font.DemiBold; features: { "tnum": 1 } }
    }

    Cards {
        id: cards
        readonly property real head: root.view.title !== "" && !heading.apart ? heading.height : longest.advanceWidth > 0 ? counter.y + counter.height - root.safeHead : 0
        x: root.side
        y: root.safeHead + (head > 0 ? head + 5 * Tokens.unit : 0)
        width: root.width - 2 * root.side
        height: root.height - y - root.safeFoot
        unit: Tokens.unit
        rows: root.rows
        each: root.view.each
        onWidthChanged: if (root.told) root.later()
        onHeightChanged: if (root.told) root.later()
        onSettled: {
            if (!root.told)
                root.ready();
            root.told = true;
        }
    }

    Item {
        id: leaf
        property int shown: 0
        anchors.fill: cards
        visible: shown >= heading.pages

        Repeater {
            model: cards.pages[Math.max(0, Math.min(leaf.shown - heading.pages, cards.pages.length - 1))] ?? []
            Card {
                required property var modelData
                row: modelData.row
                x: modelData.x
                y: modelData.y
                width: modelData.width
                height: modelData.height
                ease: modelData.ease
                shape: cards.shape
                words: cards.words
            }
        }
    }

    Turning {
        target: leaf
        page: root.page
        still: root.still
        onTurned: leaf.shown = root.page
    }
}
