pragma ComponentBehavior: Bound
import QtQuick

// One to four big codes, each with its name above and its short address below.
View {
    id: root

    readonly property real side: Math.max(54 * Tokens.unit, safeSide)
    property bool told: false

    pages: heading.pages + grid.pages.length

    onChanged: grid.settle()
    Component.onCompleted: heading.settle()

    function settle() {
        grid.settle();
        if (!told)
            ready();
        told = true;
    }

    Heading {
        id: heading
        x: root.side
        y: Tokens.safe
        width: root.width - 2 * root.side
        title: [root.view.title].concat(grid.surplus).filter(words => words !== "").join("\n")
        most: 0.3 * root.height
        room: root.height - y - root.safeFoot - mark.height
        page: root.page
        still: root.still
        onSettled: root.settle()
    }

    CodeGrid {
        id: grid
        readonly property real above: heading.apart ? 0 : heading.height
        x: root.side
        y: Tokens.safe + (above > 0 ? above + Tokens.gap : 0)
        width: root.width - 2 * root.side
        height: root.height - y - root.safeFoot - (root.view.codes.length > 1 || heading.apart ? mark.height : 0)
        codes: root.view.codes
        unit: Tokens.unit
        onWidthChanged: if (root.told) root.later()
        onHeightChanged: if (root.told) root.later()
    }

    Item {
        id: leaf
        property int shown: 0
        readonly property var codes: grid.pages[Math.min(Math.max(0, shown - heading.pages), grid.pages.length - 1)]
        anchors.fill: grid
        visible: shown >= heading.pages

        Repeater {
            model: leaf.codes
            Item {
                id: place
                required property var modelData
                required property int index
                readonly property int line: Math.floor(index / grid.columns)
                readonly property int there: Math.min(grid.columns, leaf.codes.length - line * grid.columns) // in its line
                readonly property real beside: grid.aside > 0 ? grid.cell - grid.aside : 0 // where words begin
                readonly property int alignment: grid.aside > 0 ? Text.AlignLeft : Text.AlignHCenter
                width: grid.cell
                height: grid.tall
                x: (grid.width - there * (grid.cell + grid.gap) + grid.gap) / 2 + (index % grid.columns) * (grid.cell + grid.gap)
                y: line * (grid.tall + grid.gap)

                Column {
                    id: names
                    x: place.beside
                    width: place.width - x
                    y: grid.aside > 0 ? (place.height - height - address.height) / 2 : card.y - grid.space - height

                    Text {
                        width: parent.width
                        visible: text !== ""
                        text: grid.called(place.modelData)
                        textFormat: Text.PlainText
                        color: Tokens.heading
                        font { family: Tokens.sans; pixelSize: grid.nameSize; weight: Font.Bold }
                        horizontalAlignment: place.alignment
                        wrapMode: Text.Wrap
                    }
                    Text {
                        width: parent.width
                        visible: text !== ""
                        text: grid.called(place.modelData) === "" ? "" : place.modelData.beside
                        textFormat: Text.PlainText
                        color: Tokens.groundSoft
                        font { family: Tokens.sans; pixelSize: grid.besideSize; weight: Font.Medium }
                        horizontalAlignment: place.alignment
                        wrapMode: Text.Wrap
                    }
                }

                QrCard {
                    id: card
                    x: grid.aside > 0 ? 0 : (parent.width - width) / 2
                    y: grid.head + (parent.height - grid.head - grid.foot - height) / 2
                    matrix: place.modelData.matrix
                    side: grid.code
                    inset: grid.inset
                    border { color: Tokens.line; width: Math.max(1, 3 * Tokens.unit) }
                }

                Text {
                    id: address
                    x: place.beside
                    y: grid.aside > 0 ? names.y + names.height + grid.space : card.y + card.height + grid.space
                    width: place.width - x
                    visible: text !== ""
                    text: place.modelData.address
                    textFormat: Text.PlainText
                    color: Tokens.groundText
                    font { family: Tokens.sans; pixelSize: grid.addressSize; weight: Font.Medium }
                    horizontalAlignment: place.alignment
                    wrapMode: Text.Wrap
                }
            }
        }
    }

    PageMark {
        id: mark
        anchors { right: parent.right; rightMargin: root.side; bottom: parent.bottom; bottomMargin: root.safeFoot }
        page: root.page
        pages: root.pages
    }

    Turning {
        target: leaf
        page: root.page
        still: root.still
        onTurned: leaf.shown = root.page
    }
}
