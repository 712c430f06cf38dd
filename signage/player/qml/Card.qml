pragma ComponentBehavior: Bound
import QtQuick

// A procedure: its code, its name, how long, how much, where; and the code that leads to it.
Rectangle {
    id: root

    required property var row
    required property var shape // see `CardWords`
    required property CardWords words

    readonly property var made: words.set(row, shape)
    readonly property bool scans: row.qr !== "" && shape.code > 0
    required property real ease // px that the fullest card of its line has to spare
    readonly property bool low: scans && shape.form !== "side" // the code has the foot

    radius: Tokens.radius * 0.8
    color: Tokens.card
    border { color: Tokens.line; width: Math.max(1, 2 * Tokens.unit) }

    component Line: Text {
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        font.family: Tokens.sans
        lineHeight: root.words.tight
    }

    Item {
        id: head
        x: root.words.pad
        readonly property real part: root.ease / 6 // first and last lines of neighbours are at one height, and names
        y: root.words.above + part
        width: root.scans && root.shape.form === "side" ? root.shape.beside : root.shape.inner

        Line {
            visible: text !== ""
            y: root.made.codeY
            anchors.right: root.made.rail > 0 ? parent.right : undefined
            width: root.made.codeWide
            text: root.row.code
            color: Tokens.cardSoft
            horizontalAlignment: root.made.rail > 0 ? Text.AlignRight : Text.AlignLeft
            font { pixelSize: root.words.topSize(root.shape.scale); weight: Font.Medium }
        }

        Rectangle {
            readonly property real line: root.words.line(root.words.topSize(root.shape.scale), Font.Medium)
            visible: root.made.plate > 0
            x: root.made.plateX
            y: line * 0.04
            width: root.made.plate
            height: line * 0.92
            radius: 10 * Tokens.unit
            color: Tokens.primary
            Text {
                anchors.centerIn: parent
                text: root.words.counter(root.row)
                textFormat: Text.PlainText
                color: Tokens.primaryText
                font { family: Tokens.sans; pixelSize: root.words.topSize(root.shape.scale); weight: Font.Bold }
            }
        }

        Line {
            y: root.made.nameY + (root.made.rail > 0 ? 0 : 0.3 * root.ease)
            width: root.made.nameWide
            text: root.row.name
            color: Tokens.heading
            font { pixelSize: root.words.nameSize(root.shape.scale); weight: Font.Bold }
        }
    }

    Item {
        id: facts
        x: root.words.pad
        y: root.height - root.words.below - head.part - tall - (root.low ? root.shape.code + (root.shape.form === "under" ? root.words.pad : -Math.min(tall, root.shape.code)) : 0)
        readonly property real tall: root.made.facts.tall

        Repeater {
            model: root.made.facts.places
            Item {
                id: fact
                required property var modelData
                readonly property int size: root.words.factSize(root.shape.scale)
                readonly property bool named: root.shape.labelled || modelData.what[0] === "counter"
                x: modelData.x
                y: modelData.y
                FactMark {
                    visible: !fact.named
                    size: fact.size
                    what: fact.modelData.what[0]
                }
                Line {
                    visible: fact.named
                    text: fact.modelData.what[1]
                    color: Tokens.cardSoft
                    font { pixelSize: fact.size; weight: Font.Medium }
                }
                Line {
                    x: fact.modelData.lead
                    width: fact.modelData.width
                    text: fact.modelData.what[2]
                    color: Tokens.cardText
                    font { pixelSize: fact.size; weight: Font.Medium }
                }
            }
        }
    }

    Loader {
        active: root.scans
        x: root.shape.form === "under" ? (root.width - width) / 2 : root.width - root.words.pad - width
        y: root.shape.form === "side" ? (root.height - height) / 2 : root.height - root.words.below - height
        sourceComponent: QrCard {
            matrix: root.row.qr
            side: root.shape.code
            inset: 0
            radius: 0
        }
    }
}
