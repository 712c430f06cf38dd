pragma ComponentBehavior: Bound
import QtQuick

// Words set by the player: title, body, list, table, a picture, and the code that leads further.
View {
    id: root

    required property bool withPanel
    readonly property bool hasCode: view.qr !== "" && !withPanel
    readonly property bool hasMore: view.body !== "" || view.entries.length > 0 || view.table.length > 0
    readonly property bool portrait: height > width
    readonly property bool urgent: view.urgent // a warning looks like one: light on red, under its word
    readonly property color ink: urgent ? Tokens.alarmText : Tokens.groundText
    readonly property color soft: urgent ? Tokens.alarmSoft : Tokens.groundSoft
    readonly property color mark: urgent ? Tokens.alarmHead : Tokens.accent
    property bool told: false

    pages: words.pages.length

    // Once the picture is there, or cannot be: it decides how much room the words have.
    function settle() {
        if (!picture.loading)
            words.settle();
    }

    onChanged: settle()
    Component.onCompleted: settle()

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
            width: Tokens.rule
            height: parent.height
            color: Tokens.accent
        }
    }

    Mark { // an empty corner is not a designed one
        visible: !corner.active && !picture.shows
        opacity: 0.08
        side: root.height * 0.9
        x: root.width - side * 0.72
        y: root.height - side * 0.72
    }

    SlideRoom { // who gets which part of the slide
        id: room
        top: Tokens.margin + (root.urgent ? head.height : 0)
        wide: root.width
        tall: root.height
        aspect: picture.shows ? picture.aspect : 0
        card: corner.active ? Qt.size(corner.width, corner.height) : Qt.size(0, 0)
    }

    SlideWords {
        id: words
        x: room.words.x
        y: room.words.y
        width: room.words.width
        height: room.words.height
        view: root.view
        ink: root.ink
        soft: root.soft
        heading: root.urgent ? root.ink : Tokens.heading
        large: !root.hasMore
        onSettled: {
            if (pages.length > 1 && room.share > 0.4 && room.aside && picture.shows && !root.told) {
                room.share = 0.38; // words come first; they are set anew
                return;
            }
            if (!root.told)
                root.ready();
            root.told = true;
        }
    }

    Leaf {
        x: words.x
        y: words.y + (words.height - height) / 2
        flow: words
        page: root.page
        still: root.still
        mark: root.mark
        hairline: root.urgent ? Qt.alpha(root.ink, 0.35) : Tokens.line
    }

    PageMark {
        page: root.page
        pages: root.pages
        ink: root.soft
        x: words.x + words.width - width
        y: words.y + words.height + Tokens.gap * 0.1
    }

    Figure {
        id: picture
        x: room.figure.x
        y: room.figure.y
        width: room.figure.width
        height: room.figure.height
        file: root.view.image
        most: Qt.size(root.width, root.height)
        edge: root.urgent ? Tokens.alarmSoft : Tokens.line
        onLoadingChanged: root.later()
    }

    Loader {
        id: corner
        active: root.hasCode
        x: room.code.x
        y: room.code.y
        sourceComponent: Column {
            spacing: Tokens.gap
            QrCard {
                anchors.horizontalCenter: parent.horizontalCenter
                matrix: root.view.qr
                address: root.view.address
                side: Math.max(readable, Math.min(540 * Tokens.unit, root.height * (picture.shows ? 0.34 : 0.62), root.width * 0.34))
                border { color: Tokens.line; width: 3 * Tokens.unit }
            }
            ScanHint {
                anchors.horizontalCenter: parent.horizontalCenter
                ink: root.soft
            }
        }
    }
}
