pragma ComponentBehavior: Bound
import QtQuick

// One to four big codes, each with its name and its short address below.
View {
    id: root

    readonly property real side: Math.max(48 * Tokens.unit, safeSide)
    // The codes may well take more than a page, so that it has a mark.
    readonly property bool crowded: view.codes.length > 1 && width * height < 2.5 * view.codes.length * grid.readable * grid.readable
    property bool told: false

    pages: heading.pages + grid.pages.length

    onChanged: settle()
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
        y: root.safeHead
        width: root.width - 2 * root.side - (root.crowded || title.length > 100 ? longest.advanceWidth + Tokens.gap : 0)
        size: (root.beneath ? 56 : 66) * Tokens.unit
        title: [root.view.title].concat(grid.surplus).filter(words => words !== "").join("\n")
        beside: root.view.beside
        most: 0.3 * root.height
        room: root.height - y - root.safeFoot
        page: root.page
        still: root.still
        onSettled: root.settle()
    }

    CodeGrid {
        id: grid
        readonly property real above: heading.apart ? (root.told && heading.pages > 0 ? mark.y + mark.height - root.safeHead : 0) : heading.height
        x: root.side
        y: root.safeHead + (above > 0 ? above + 8 * Tokens.unit : 0)
        width: root.width - 2 * root.side
        height: root.height - y - root.safeFoot
        codes: root.view.codes
        unit: Tokens.unit
        onWidthChanged: if (root.told) root.later()
        onHeightChanged: if (root.told) root.later()
    }

    Item {
        id: leaf
        property int shown: 0
        readonly property var codes: grid.pages[Math.min(Math.max(0, shown - heading.pages), grid.pages.length - 1)]
        readonly property var made: grid.made
        readonly property int lines: Math.ceil(codes.length / made.across)
        // What is not needed is above and below all of them.
        readonly property real tall: Math.min(made.high, made.aside > 0 ? Math.max(made.code, made.words) + 2 * grid.gap : made.code + made.words + 2 * grid.gap)
        anchors.fill: grid
        visible: shown >= heading.pages

        Repeater {
            model: leaf.codes
            Item {
                id: place
                required property var modelData
                required property int index
                readonly property var made: leaf.made
                readonly property int line: Math.floor(index / made.across)
                readonly property int there: Math.min(made.across, leaf.codes.length - line * made.across) // in its line
                readonly property real begins: Math.max(0, (height - made.code - made.words) / 2) // of all codes, smaller ones too
                readonly property int alignment: made.aside > 0 ? Text.AlignLeft : Text.AlignHCenter
                width: made.wide
                height: leaf.tall
                x: (grid.width - there * (made.wide + grid.gap) + grid.gap) / 2 + (index % made.across) * (made.wide + grid.gap)
                y: (grid.height - leaf.lines * (leaf.tall + grid.gap) + grid.gap) / 2 + line * (leaf.tall + grid.gap)

                component Said: Text {
                    width: words.width
                    visible: text !== ""
                    textFormat: Text.PlainText
                    horizontalAlignment: place.alignment
                    wrapMode: Text.Wrap
                    lineHeight: 0.92
                    font { family: Tokens.sans; weight: Font.Medium }
                }

                QrCard {
                    id: card
                    x: place.made.aside > 0 ? 0 : (parent.width - width) / 2
                    y: place.made.aside > 0 ? (parent.height - height) / 2 : place.begins + (place.made.code - height) / 2
                    matrix: place.modelData.matrix
                    side: place.made.code
                    inset: 0
                    border { color: Tokens.line; width: Math.max(1, 2 * Tokens.unit) }
                }

                Column {
                    id: words
                    x: place.made.aside > 0 ? place.width - width : 0
                    width: place.made.aside > 0 ? place.made.aside : place.width
                    y: place.made.aside > 0 ? (place.height - height) / 2 : place.begins + place.made.code + grid.space

                    Said {
                        text: grid.called(place.modelData)
                        color: Tokens.heading
                        font { pixelSize: grid.nameSize(place.made.scale); weight: Font.Bold }
                    }
                    Said {
                        text: grid.called(place.modelData) === "" ? "" : place.modelData.beside
                        color: Tokens.groundSoft
                        font.pixelSize: grid.besideSize(place.made.scale)
                    }
                    Said {
                        text: grid.printed(place.modelData)
                        color: Tokens.groundText
                        font.pixelSize: grid.addressSize(place.made.scale)
                    }
                }
            }
        }
    }

    TextMetrics { // whatever page this is
        id: longest
        font: mark.font
        text: Words.pageOf(8, 88)
    }

    Text {
        id: mark
        anchors { right: parent.right; rightMargin: root.side }
        y: heading.y + (heading.title === "" ? 0 : heading.stands - baselineOffset)
        visible: text !== ""
        text: Words.pageOf(Math.min(root.page, root.pages - 1) + 1, root.pages)
        textFormat: Text.PlainText
        color: Tokens.groundSoft
        font { family: Tokens.sans; pixelSize: 40 * Tokens.unit; weight: Font.DemiBold; features: { "tnum": 1 } }
    }

    Turning {
        target: leaf
        page: root.page
        still: root.still
        onTurned: leaf.shown = root.page
    }
}
