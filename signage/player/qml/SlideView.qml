pragma ComponentBehavior: Bound
import QtQuick

// Words set by the player: a title, a body, and the code that leads further.
View {
    id: root

    required property bool withPanel
    readonly property bool hasCode: view.qr !== "" && !withPanel
    readonly property bool short: view.body === ""
    readonly property bool portrait: height > width

    Component.onCompleted: root.ready()

    Rectangle { // the spine
        width: 26 * Tokens.unit
        height: parent.height
        color: Tokens.lacquer
        Rectangle {
            anchors.left: parent.right
            width: 6 * Tokens.unit
            height: parent.height
            color: Tokens.gold
        }
    }

    Item {
        id: words
        anchors {
            left: parent.left; leftMargin: Tokens.margin * 1.6
            right: parent.right; rightMargin: root.hasCode && !root.portrait ? card.width + 2 * Tokens.margin : Tokens.margin
            top: parent.top; topMargin: Tokens.margin
            bottom: parent.bottom; bottomMargin: root.hasCode && root.portrait ? card.height + 2 * Tokens.margin : Tokens.margin
        }

        Column {
            id: column
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            spacing: Tokens.gap * 1.6

            Text {
                id: title
                width: parent.width
                height: Math.min(implicitHeight, words.height * (root.short ? 1 : 0.4))
                text: root.view.title
                visible: text !== ""
                textFormat: Text.PlainText
                color: Tokens.lacquer
                font { family: Tokens.sans; pixelSize: root.short ? Tokens.display : Tokens.title; weight: Font.Bold }
                fontSizeMode: Text.Fit
                minimumPixelSize: Tokens.label
                lineHeight: 1.1
                wrapMode: Text.Wrap
                elide: Text.ElideRight
            }

            Rectangle {
                visible: title.visible && !root.short
                width: 160 * Tokens.unit
                height: 8 * Tokens.unit
                radius: height / 2
                color: Tokens.gold
            }

            Text {
                width: parent.width
                height: Math.min(implicitHeight, words.height - (title.visible ? title.height + 2 * column.spacing + 8 * Tokens.unit : 0))
                text: root.view.body
                visible: text !== ""
                textFormat: Text.PlainText
                color: Tokens.ink
                font { family: Tokens.sans; pixelSize: Tokens.body; weight: Font.Medium }
                fontSizeMode: Text.Fit
                minimumPixelSize: Tokens.small
                lineHeight: Tokens.lineHeight
                wrapMode: Text.Wrap
                elide: Text.ElideRight
            }
        }
    }

    Loader {
        id: card
        active: root.hasCode
        anchors.rightMargin: Tokens.margin
        anchors.bottomMargin: Tokens.margin
        x: root.portrait ? (root.width - width) / 2 : root.width - width - Tokens.margin
        y: root.portrait ? root.height - height - Tokens.margin : (root.height - height) / 2
        sourceComponent: Column {
            spacing: Tokens.gap
            QrCard {
                matrix: root.view.qr
                address: root.view.address
                side: Math.min(560 * Tokens.unit, root.height * 0.62, root.width * 0.34)
                border { color: Tokens.goldSoft; width: 3 * Tokens.unit }
            }
            ScanHint { anchors.horizontalCenter: parent.horizontalCenter }
        }
    }
}
