pragma ComponentBehavior: Bound
import QtQuick

// A still picture or a page of a PDF, decoded off the GUI thread at the size of the screen.
//
// With `pan` it covers its place and moves a little, on the render thread: nothing reads where it is.
View {
    id: root

    readonly property bool sheet: view.kind === "pdf"
    readonly property bool pans: view.pan
    readonly property real edge: sheet ? Tokens.gap : 0
    readonly property real travel: 0.05 // of the width, and as much again nearly by which it grows
    readonly property real grown: 1.03
    readonly property int slowly: 1000 * Math.max(20, view.duration ?? 0) // ms

    clip: pans
    onPlayingChanged: if (playing && pans && !still) moves.start()

    Rectangle { // a sheet of paper lies on the table, it does not float
        visible: root.sheet && image.status === Image.Ready
        anchors.centerIn: parent
        width: image.paintedWidth + 2 * Tokens.unit
        height: image.paintedHeight + 2 * Tokens.unit
        color: "white" // of paper: pages made by office programs have none of their own
        border { color: Tokens.accentLight; width: Tokens.unit }
    }

    Image {
        id: image
        x: root.pans ? -root.travel / 2 * root.width : root.edge
        y: root.pans ? -root.travel / 2 * root.height : root.edge
        width: root.pans ? (1 + root.travel) * root.width : root.width - 2 * root.edge
        height: root.pans ? (1 + root.travel) * root.height : root.height - 2 * root.edge
        source: "file://" + root.view.source
        currentFrame: root.view.page
        asynchronous: true
        cache: false
        autoTransform: true
        retainWhileLoading: true // a change of size must not blink
        sourceSize: Qt.size(width * (root.pans ? root.grown : 1), height * (root.pans ? root.grown : 1))
        fillMode: root.pans || root.view.fit === "cover" ? Image.PreserveAspectCrop
                : root.view.fit === "stretch" ? Image.Stretch : Image.PreserveAspectFit
        onStatusChanged: {
            if (status === Image.Ready)
                root.ready();
            else if (status === Image.Error)
                root.failed("the picture cannot be decoded");
        }
    }

    ParallelAnimation {
        id: moves
        XAnimator {
            target: image
            from: -root.travel * root.width
            to: 0
            duration: root.slowly
            easing.type: Easing.InOutSine
        }
        ScaleAnimator {
            target: image
            from: 1
            to: root.grown
            duration: root.slowly
            easing.type: Easing.InOutSine
        }
    }
}
