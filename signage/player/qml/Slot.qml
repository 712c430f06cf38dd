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
    property bool withPanel: false // the panel shows the QR code, so the picture need not

    readonly property string kind: view ? view.kind : ""
    readonly property real position: (content.item as View)?.position ?? 0

    signal ready
    signal failed(string reason)
    signal ended

    visible: false

    Rectangle {
        anchors.fill: parent
        visible: !((content.item as View)?.fills ?? false)
        color: slot.view?.urgent && slot.kind === "slide" ? Tokens.alarm : slot.kind === "slide" || slot.kind === "pdf" ? Tokens.ground : Tokens.mat
    }

    Loader {
        id: content
        anchors.fill: parent
        sourceComponent: {
            switch (slot.kind) {
            case "video":
                return video;
            case "slide":
                return slide;
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
            onReady: slot.ready()
            onFailed: reason => slot.failed(reason)
        }
    }

    Component {
        id: video
        VideoView {
            view: slot.view
            playing: slot.playing
            loop: slot.loop
            onReady: slot.ready()
            onFailed: reason => slot.failed(reason)
            onEnded: slot.ended()
        }
    }

    Component {
        id: slide
        SlideView {
            view: slot.view
            withPanel: slot.withPanel
            onReady: slot.ready()
        }
    }

    Loader {
        id: caption // at the foot; at the head of a clip with subtitles, whose place the foot is
        readonly property real edge: Tokens.margin * 0.6
        readonly property bool atHead: slot.view !== null && slot.view.cues.length > 0
        x: edge
        y: atHead ? edge : slot.height - height - edge
        active: slot.kind !== "slide" && slot.view !== null && slot.view.caption.length > 0
        sourceComponent: Caption {
            lines: slot.view.caption
            widest: Math.min(slot.width * 0.75, slot.width - (badge.active && !caption.atHead ? badge.width + caption.edge : 0) - 2 * caption.edge - 3 * Tokens.gap)
        }
    }

    Loader {
        id: badge
        anchors { right: parent.right; bottom: parent.bottom; margins: Tokens.margin * 0.6 }
        active: slot.kind !== "slide" && !slot.withPanel && slot.view !== null && slot.view.qr !== ""
        sourceComponent: QrCard {
            matrix: slot.view.qr
            address: slot.view.address
            side: 300 * Tokens.unit
        }
    }
}
