pragma ComponentBehavior: Bound
import QtQuick

// What lies on a picture: its caption at the foot, and its code in the corner.
Item {
    id: root

    required property var view // null: nothing
    required property int page
    required property bool still
    required property bool withPanel // the panel shows the code
    readonly property int pages: (caption.item as Caption)?.pages ?? 1
    readonly property real edge: Tokens.safe

    Loader {
        id: caption // at the head of a clip with subtitles, whose place the foot is
        readonly property bool atHead: root.view !== null && root.view.cues.length > 0
        readonly property real beside: badge.active && !atHead ? badge.width + root.edge : 0
        x: root.edge
        y: atHead ? root.edge : root.height - height - root.edge
        active: root.view !== null && root.view.caption.length > 0
        sourceComponent: Caption {
            lines: root.view.caption
            page: root.page
            still: root.still
            widest: Math.min(Math.max(root.width * 0.75, 900 * Tokens.unit), root.width - caption.beside - 2 * root.edge)
            tallest: root.height * 0.4
        }
    }

    Loader {
        id: badge
        anchors { right: parent.right; bottom: parent.bottom; margins: root.edge }
        active: !root.withPanel && root.view !== null && root.view.qr !== ""
        sourceComponent: QrCard {
            matrix: root.view.qr
            address: root.view.address
            side: Math.max(300 * Tokens.unit, readable)
        }
    }
}
