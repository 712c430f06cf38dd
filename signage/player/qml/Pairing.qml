pragma ComponentBehavior: Bound
import QtQuick

// Over the idle screen while nobody has paired it: a code, where to confirm it, and the digits of the
// root's fingerprint that both sides must show.
Rectangle {
    id: root

    required property var offer
    readonly property string code: offer.code ?? ""
    readonly property bool portrait: height > width

    gradient: Gradient {
        GradientStop { position: 0; color: Tokens.chromeLight }
        GradientStop { position: 1; color: Tokens.chrome }
    }

    component Line: Text {
        property bool soft: false
        width: parent ? parent.width : 0
        visible: text !== ""
        textFormat: Text.PlainText
        color: soft ? Tokens.chromeSoft : Tokens.chromeText
        font { family: Tokens.sans; pixelSize: (soft ? 30 : 40) * Tokens.unit }
        wrapMode: Text.Wrap
        horizontalAlignment: root.portrait ? Text.AlignHCenter : Text.AlignLeft
    }

    Grid {
        anchors.centerIn: parent
        width: root.width - 2 * Tokens.margin
        columns: root.portrait || !code.visible ? 1 : 2
        columnSpacing: 90 * Tokens.unit
        rowSpacing: 60 * Tokens.unit
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Column {
            width: root.portrait || !code.visible ? parent.width : parent.width - code.width - parent.columnSpacing
            spacing: 18 * Tokens.unit

            Line { text: root.offer.titles?.[0] ?? ""; font { pixelSize: Tokens.title; weight: Font.Bold } }
            Line { text: root.offer.titles?.[1] ?? ""; soft: true }
            Item { width: 1; height: 20 * Tokens.unit }
            Line { text: root.offer.steps?.[0] ?? "" }
            Line { text: root.offer.steps?.[1] ?? ""; soft: true }
            Line {
                text: root.code
                color: Tokens.accent
                font { family: Tokens.sans; pixelSize: 150 * Tokens.unit; weight: Font.Bold; letterSpacing: 8 * Tokens.unit }
                fontSizeMode: Text.HorizontalFit
                wrapMode: Text.NoWrap
            }
            Line { text: root.code === "" ? "" : root.offer.compare[0]; font.pixelSize: 34 * Tokens.unit }
            Line {
                text: root.offer.fingerprint ?? ""
                font { pixelSize: 46 * Tokens.unit; weight: Font.DemiBold; features: { "tnum": 1 } }
            }
            Line { text: root.code === "" ? "" : root.offer.compare[1]; soft: true; font.pixelSize: 26 * Tokens.unit }
            Line { text: root.offer.trouble ?? ""; soft: true; font.pixelSize: 24 * Tokens.unit }
        }

        Rectangle {
            id: code
            readonly property string rows: root.offer.matrix ?? ""
            readonly property int modules: rows === "" ? 1 : rows.indexOf("/") + 8
            readonly property real side: Math.floor(Math.min(root.width, root.height) * 0.5 / modules) * modules
            visible: rows !== ""
            width: side
            height: side
            color: "white"

            Image {
                anchors.fill: parent
                source: code.rows === "" ? "" : `image://qr/${code.rows}`
                smooth: false
            }
        }
    }
}
