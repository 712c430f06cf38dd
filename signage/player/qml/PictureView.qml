pragma ComponentBehavior: Bound
import QtQuick

// A still picture or a page of a PDF, decoded off the GUI thread at the size of the screen.
View {
    id: root

    readonly property bool page: view.kind === "pdf"
    readonly property real edge: page ? Tokens.gap : 0

    Rectangle { // a sheet of paper lies on the table, it does not float
        visible: root.page && image.status === Image.Ready
        anchors.centerIn: parent
        width: image.paintedWidth + 2 * Tokens.unit
        height: image.paintedHeight + 2 * Tokens.unit
        color: Tokens.line
    }

    Image {
        id: image
        anchors { fill: parent; margins: root.edge }
        source: "file://" + root.view.source
        currentFrame: root.view.page
        asynchronous: true
        cache: false
        autoTransform: true
        retainWhileLoading: true // a change of size must not blink
        sourceSize: Qt.size(width, height)
        fillMode: root.view.fit === "cover" ? Image.PreserveAspectCrop
                : root.view.fit === "stretch" ? Image.Stretch : Image.PreserveAspectFit
        onStatusChanged: {
            if (status === Image.Ready)
                root.ready();
            else if (status === Image.Error)
                root.failed("the picture cannot be decoded");
        }
    }
}
