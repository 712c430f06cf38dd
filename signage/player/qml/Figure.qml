import QtQuick

// The picture of a slide. One that is missing or spoilt leaves the room to the words.
Item {
    id: root

    required property string file // a path; empty: there is none
    required property size most // it is never drawn larger
    required property color edge
    readonly property bool loading: image.status === Image.Loading
    readonly property bool shows: image.status === Image.Ready
    readonly property real aspect: shows ? image.implicitWidth / image.implicitHeight : 0

    Image {
        id: image
        anchors.fill: parent
        source: root.file === "" ? "" : "file://" + root.file
        sourceSize: root.most
        asynchronous: true
        cache: false
        autoTransform: true
        retainWhileLoading: true
        fillMode: Image.PreserveAspectFit
    }

    Rectangle {
        visible: root.shows
        anchors.fill: parent
        color: "transparent"
        border { color: root.edge; width: Math.max(1, 2 * Tokens.unit) }
    }
}
