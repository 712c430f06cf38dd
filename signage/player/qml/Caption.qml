pragma ComponentBehavior: Bound
import QtQuick

// What a picture shows, in one or more languages: the first one leads.
Rectangle {
    id: root

    required property var lines
    required property real widest

    width: column.width + 2.4 * Tokens.gap
    height: column.height + 1.4 * Tokens.gap
    radius: Tokens.radius
    color: Tokens.scrim

    Rectangle {
        width: 8 * Tokens.unit
        height: parent.height - 2 * Tokens.gap
        radius: width / 2
        anchors { left: parent.left; leftMargin: Tokens.gap * 0.7; verticalCenter: parent.verticalCenter }
        color: Tokens.accent
    }

    Column {
        id: column
        x: 1.5 * Tokens.gap
        anchors.verticalCenter: parent.verticalCenter

        Repeater {
            model: root.lines
            Text {
                id: line
                required property string modelData
                required property int index
                readonly property bool leads: index === 0
                width: Math.min(implicitWidth, root.widest)
                text: line.modelData
                textFormat: Text.PlainText
                color: line.leads ? Tokens.matText : Tokens.matSoft
                font { family: Tokens.sans; pixelSize: line.leads ? Tokens.label * 1.15 : Tokens.label * 0.9; weight: line.leads ? Font.DemiBold : Font.Normal }
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
            }
        }
    }
}
