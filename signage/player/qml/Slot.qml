pragma ComponentBehavior: Bound
import QtQuick

// A place an item is opened in: its picture, and what belongs to it.
//
// `view` is what `Shot.view()` gives, null when the slot is empty. Everything in the slot is made
// when `view` is set and gone when it is null, so nothing of an item outlives it.
Item {
    id: slot

    property var view: null
    property bool playing: false
    property bool loop: false
    property bool still: false // no motion, and no page turns by itself
    property bool withPanel: false // the panel shows the QR code, so the picture need not
    property int page: 0

    readonly property string kind: view ? view.kind : ""
    readonly property bool words: kind === "slide" || kind === "board" || kind === "qr" // no picture fills it
    readonly property real position: (content.item as View)?.position ?? 0
    readonly property int pages: Math.max((content.item as View)?.pages ?? 1, labels.pages)
    property bool opened: false

    signal ready
    signal failed(string reason)
    signal ended

    visible: false

    // Another size, another number of pages: it is told again.
    onPagesChanged: if (opened) Qt.callLater(ready)
    onViewChanged: {
        page = 0;
        opened = false;
    }

    function open() { // maybe while it is still being made, and nothing is known of it
        opened = true;
        if (content.item)
            ready();
    }

    // The last page goes with the item. Where nothing follows it, it begins again, later by so much
    // that the next item is not taken for late.
    Timer {
        readonly property real each: slot.kind === "video" ? 8 : slot.view?.duration ?? 10 // s
        interval: 1000 * each + (slot.page === slot.pages - 1 ? 1500 : 0)
        running: slot.playing && slot.pages > 1 && !slot.still
        repeat: true
        onTriggered: slot.page = (slot.page + 1) % slot.pages
    }

    Rectangle {
        anchors.fill: parent
        visible: !((content.item as View)?.fills ?? false)
        color: slot.view?.urgent && slot.words ? Tokens.alarm : slot.words || slot.kind === "pdf" ? Tokens.ground : Tokens.mat
    }

    Loader {
        id: content
        anchors.fill: parent
        onLoaded: if (slot.opened) slot.ready()
        sourceComponent: {
            switch (slot.kind) {
            case "video":
                return video;
            case "slide":
                return slide;
            case "board":
                return board;
            case "qr":
                return codes;
            case "image":
            case "pdf":
                return picture;
            default:
                return null;
            }
        }
    }

    Component {
        id: picture
        PictureView {
            view: slot.view
            playing: slot.playing
            still: slot.still
            onReady: slot.open()
            onFailed: reason => slot.failed(reason)
        }
    }

    Component {
        id: video
        VideoView {
            view: slot.view
            playing: slot.playing
            loop: slot.loop
            onReady: slot.open()
            onFailed: reason => slot.failed(reason)
            onEnded: slot.ended()
        }
    }

    Component {
        id: slide
        SlideView {
            view: slot.view
            page: slot.page
            still: slot.still
            withPanel: slot.withPanel
            onReady: slot.open()
        }
    }

    Component {
        id: board
        BoardView {
            view: slot.view
            page: slot.page
            still: slot.still
            onReady: slot.open()
        }
    }

    Component {
        id: codes
        CodesView {
            view: slot.view
            page: slot.page
            still: slot.still
            onReady: slot.open()
        }
    }

    Labels {
        id: labels
        anchors.fill: parent
        view: slot.words ? null : slot.view
        page: slot.page
        still: slot.still
        withPanel: slot.withPanel
    }
}
