pragma ComponentBehavior: Bound
import QtQuick

// Procedures as cards: up to twelve, on as many pages as it takes for each to be read and scanned.
View {
    id: root

    readonly property real side: Math.max(60 * Tokens.unit, safeSide)
    readonly property int turn: Math.max(0, leaf.shown - heading.pages) // which page of cards
    property bool told: false

    pages: heading.pages + cards.pages.length

    onChanged: cards.settle()
    Component.onCompleted: heading.settle()

    Heading {
        id: heading
        x: root.side
        y: Tokens.safe
        width: root.width - 2 * root.side - longest.advanceWidth - Tokens.margin
        title: root.view.title
        most: 0.3 * root.height
        room: root.height - y - root.safeFoot
        page: root.page
        still: root.still
        onSettled: cards.settle()
    }

    TextMetrics { // whatever page this is, and however many there turn out to be
        id: longest
        font: counter.font
        text: Words.pageOf(root.view.count, root.view.count, 88, 99)
    }

    Text {
        id: counter
        anchors { right: parent.right; rightMargin: root.side }
        y: Tokens.safe + (root.view.title === "" ? 0 : Tokens.gap * 0.7)
        visible: text !== ""
        text: Words.pageOf(root.view.number, root.view.count, root.page, root.pages)
        textFormat: Text.PlainText
        color: Tokens.groundSoft
        font { family: Tokens.sans; pixelSize: Tokens.label; weight: Font.DemiBold; features: { "tnum": 1 } }
    }

    Cards {
        id: cards
        readonly property real head: Math.max(heading.apart ? 0 : heading.height, counter.text !== "" ? counter.height : 0)
        x: root.side
        y: Tokens.safe + (head > 0 ? head + Tokens.gap : 0)
        width: root.width - 2 * root.side
        height: root.height - y - root.safeFoot
        unit: Tokens.unit
        rows: root.view.rows
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
        readonly property var rows: cards.pages[Math.min(root.turn, cards.pages.length - 1)]
        readonly property int across: Math.min(cards.columns, rows.length)
        anchors.fill: cards
        visible: shown >= heading.pages

        Repeater {
            model: leaf.rows
            Card {
                id: card
                required property var modelData
                required property int index
                readonly property real spare: cards.width - cards.columns * (cards.cell + cards.gap) + cards.gap
                row: modelData
                x: spare / 2 + (index % cards.columns) * (cards.cell + cards.gap)
                y: (cards.height - cards.lines * (cards.tall + cards.gap) + cards.gap) / 2 + Math.floor(index / cards.columns) * (cards.tall + cards.gap)
                width: cards.cell
                height: cards.tall
                form: cards.form
                scaled: cards.scaled
                code: cards.code
                pad: cards.pad
                measure: words
            }
        }
    }

    CardWords {
        id: words
        unit: Tokens.unit
    }

    Turning {
        target: leaf
        page: root.page
        still: root.still
        onTurned: leaf.shown = root.page
    }
}
