pragma ComponentBehavior: Bound
import QtQuick

// A procedure: its code, its name, how long, how much, where; and the code that leads to it.
Rectangle {
    id: root

    required property var row
    required property string form
    required property real scaled
    required property real code // px, of the side of the card of a code; 0: no row has one
    required property real pad
    required property CardWords measure

    readonly property bool holds: row.qr !== ""
    readonly property real inner: width - 2 * pad
    readonly property real beside: inner - (code > 0 ? code + pad : 0)

    radius: Tokens.radius
    color: Tokens.card
    border { color: Tokens.line; width: Math.max(1, 2 * Tokens.unit) }

    Rectangle {
        x: root.pad * 0.9
        width: 90 * Tokens.unit
        height: 7 * Tokens.unit
        color: Tokens.accent
    }

    component Line: Text {
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        font.family: Tokens.sans
    }

    Column {
        id: head
        x: root.pad
        y: root.pad
        width: root.form === "side" ? root.beside : root.inner

        Item {
            width: parent.width
            height: Math.max(number.text === "" ? 0 : number.height, counter.text === "" ? 0 : counter.height)
            Line {
                id: number
                width: parent.width * 0.55
                text: root.row.code
                color: Tokens.cardSoft
                font { pixelSize: root.measure.factSize(1); weight: Font.Medium }
            }
            Line {
                id: counter
                anchors.right: parent.right
                width: parent.width * 0.45
                text: root.measure.counter(root.row)
                color: Tokens.cardText
                horizontalAlignment: Text.AlignRight
                font { pixelSize: root.measure.factSize(1); weight: Font.Bold }
            }
        }
        Line {
            width: parent.width
            text: root.row.name
            color: Tokens.heading
            font { pixelSize: root.measure.nameSize(root.scaled); weight: Font.Bold }
        }
    }

    Column {
        id: facts
        readonly property bool abreast: root.measure.abreast(width)
        readonly property real labels: root.measure.labels(width)
        x: root.pad
        y: Math.max(head.y + head.height + root.measure.space(root.scaled), root.form === "under" ? 0 : root.height - root.pad - height)
        width: root.form === "under" ? root.inner : root.beside

        Repeater {
            model: root.measure.facts(root.row)
            Item {
                id: fact
                required property var modelData // its label, and what is so
                readonly property int size: root.measure.factSize(root.scaled)
                width: facts.width
                height: facts.abreast ? Math.max(label.height, value.height) : label.height + value.height
                Line {
                    id: label
                    width: facts.abreast ? facts.labels : parent.width
                    text: fact.modelData[0][0]
                    color: Tokens.cardSoft
                    font { pixelSize: fact.size; weight: Font.Medium }
                }
                Line {
                    id: value
                    x: facts.abreast ? facts.labels : 0
                    y: facts.abreast ? 0 : label.height
                    width: parent.width - x
                    text: fact.modelData[1]
                    color: Tokens.cardText
                    font { pixelSize: fact.size; weight: Font.DemiBold }
                }
            }
        }
    }

    Loader {
        active: root.holds
        x: root.form === "under" ? (root.width - width) / 2 : root.width - root.pad - width
        y: root.form === "side" ? (root.height - height) / 2 : root.height - root.pad - height
        sourceComponent: QrCard {
            matrix: root.row.qr
            side: root.code
            inset: 0
            radius: 0
        }
    }
}
