pragma ComponentBehavior: Bound
import QtQuick

// Words set by the player: a title, a body, and the code that leads further.
View {
    id: root

    required property bool withPanel
    readonly property bool hasCode: view.qr !== "" && !withPanel
    readonly property bool hasBody: view.body !== ""
    readonly property bool portrait: height > width
    readonly property bool urgent: view.urgent // a warning looks like one: light on red, under its word
    readonly property color ink: urgent ? Tokens.alarmText : Tokens.groundText
    readonly property real most: 1.3
    readonly property real least: 0.5
    property real scaled: 1 // of the type: few words are set larger, many smaller
    property int shown: -1 // paragraphs that have room at the least size; -1: all

    function settle() {
        shown = -1;
        for (scaled = most; !fits() && scaled > least; scaled *= 0.95);
        for (shown = paragraphs.count; !fits() && shown > 1; shown -= 1);
    }

    function fits(): bool {
        body.forceLayout();
        return column.tall <= words.height;
    }

    Component.onCompleted: {
        settle();
        ready();
    }

    UrgentHead {
        id: head
        visible: root.urgent
        width: parent.width
    }

    Rectangle { // the spine
        visible: !root.urgent
        width: 26 * Tokens.unit
        height: parent.height
        color: Tokens.primary
        Rectangle {
            anchors.left: parent.right
            width: 6 * Tokens.unit
            height: parent.height
            color: Tokens.accent
        }
    }

    Mark { // an empty corner is not a designed one
        visible: !root.hasCode
        opacity: 0.08
        side: root.height * 0.9
        x: root.width - side * 0.72
        y: root.height - side * 0.72
    }

    Item {
        id: words
        onWidthChanged: root.settle()
        onHeightChanged: root.settle()
        anchors {
            left: parent.left; leftMargin: Tokens.margin * 1.5
            right: parent.right; rightMargin: Tokens.margin + (root.hasCode && !root.portrait ? card.width + Tokens.margin : 0)
            top: parent.top; topMargin: Tokens.margin + (root.urgent ? head.height : 0)
            bottom: parent.bottom; bottomMargin: Tokens.margin + (root.hasCode && root.portrait ? card.height + Tokens.margin : 0)
        }

        Column {
            id: column
            readonly property real tall: title.implicitHeight + (root.view.beside !== "" ? beside.implicitHeight + spacing : 0) + (root.hasBody ? rule.height + body.implicitHeight + 2 * spacing : 0)
            anchors { verticalCenter: parent.verticalCenter; left: parent.left; right: parent.right }
            height: Math.min(tall, words.height)
            spacing: Tokens.gap * 1.5
            clip: tall > words.height

            Text {
                id: title
                width: parent.width
                text: root.view.title
                visible: text !== ""
                textFormat: Text.PlainText
                color: root.urgent ? root.ink : Tokens.heading
                font { family: Tokens.sans; pixelSize: root.scaled * (root.hasBody ? Tokens.title : Tokens.display); weight: Font.Bold }
                wrapMode: Text.Wrap
            }

            Text {
                id: beside
                width: parent.width
                text: root.view.beside
                visible: text !== ""
                textFormat: Text.PlainText
                color: root.urgent ? Tokens.alarmSoft : Tokens.groundSoft
                font { family: Tokens.sans; pixelSize: root.scaled * Tokens.label; weight: Font.Medium }
                wrapMode: Text.Wrap
            }

            Rectangle {
                id: rule
                visible: root.view.title !== "" && root.hasBody
                width: 180 * Tokens.unit
                height: 8 * Tokens.unit
                radius: height / 2
                color: root.urgent ? Tokens.alarmHead : Tokens.accent
            }

            Column { // a paragraph a line: what wraps stays together
                id: body
                width: parent.width
                visible: root.hasBody
                spacing: root.scaled * Tokens.body * 0.3

                Repeater {
                    id: paragraphs
                    model: root.view.body.split("\n")
                    Text {
                        required property string modelData
                        required property int index
                        visible: root.shown < 0 || index < root.shown
                        width: body.width
                        text: modelData
                        textFormat: Text.PlainText
                        color: root.ink
                        font { family: Tokens.sans; pixelSize: root.scaled * Tokens.body; weight: Font.Medium }
                        wrapMode: Text.Wrap
                    }
                }
            }
        }
    }

    Loader {
        id: card
        active: root.hasCode
        x: root.portrait ? (root.width - width) / 2 : root.width - width - Tokens.margin
        y: root.portrait ? root.height - height - Tokens.margin : (root.height + words.anchors.topMargin - Tokens.margin - height) / 2
        sourceComponent: Column {
            spacing: Tokens.gap
            QrCard {
                matrix: root.view.qr
                address: root.view.address
                side: Math.min(540 * Tokens.unit, root.height * 0.62, root.width * 0.34)
                border { color: Tokens.line; width: 3 * Tokens.unit }
            }
            ScanHint {
                anchors.horizontalCenter: parent.horizontalCenter
                ink: root.urgent ? Tokens.alarmSoft : Tokens.groundSoft
            }
        }
    }
}
