pragma ComponentBehavior: Bound
import QtQuick

// The seam to Python: functions come down, signals go up, and nothing here decides anything.
//
// load, show, unload, setLoop and idle are the director's commands; ready, shown, progress, ended
// and failed are its events. `token` names an opening, so an event that comes late names nothing.
Item {
    id: stage

    property alias laps: ticker.laps
    property alias pace: ticker.pace
    property string alarm: "" // what cuts in, by name: its news replace the strip at once
    property string alert: "" // the urgent news that run, so that others replace them at once; or ""
    property bool dark: false // outside the screen's hours
    property bool still: false // no motion and no video: one picture an item, for `snapshot`

    signal ready(token: int, pages: int)
    signal shown(token: int)
    signal progress(token: int, position: real)
    signal ended(token: int)
    signal failed(token: int, reason: string)

    readonly property var slots: [first, second, third]
    property StageSlot front: null
    readonly property var view: front ? front.view : null
    readonly property string layout: view ? view.layout : "full"
    readonly property bool hasStrip: ticker.laps.length > 0
    readonly property real foot: ticker.visible ? ticker.height : 0 // px that the strip takes
    readonly property bool portrait: height > width

    Binding { target: Tokens; property: "stage"; value: Qt.size(stage.width, stage.height) }

    function load(index: int, token: int, view: var, loop: bool) {
        slots[index].take(token, view, loop);
    }

    function show(index: int, transition: string) {
        const coming = slots[index] as StageSlot;
        fade.stop(); // what cuts in waits for no fade
        for (const slot of slots)
            slot.z = slot === coming ? 2 : slot === front ? 1 : 0;
        coming.visible = true;
        coming.playing = true;
        front = coming;
        const fades = transition === "fade" && !still;
        coming.opacity = fades ? 0 : 1;
        if (fades) {
            fade.target = coming;
            fade.start();
        }
        over.interval = fades ? Tokens.fade + 60 : 100;
        over.token = coming.token;
        over.restart();
    }

    // Being unseen is an opacity of 0 to the renderer: a fade that went on would undo it.
    function unload(index: int) {
        if (fade.target === slots[index])
            fade.stop();
        slots[index].close();
    }

    // For a picture of each page; on a screen a slot turns its own.
    function turn(index: int, page: int) {
        if (slots[index].pages > 1)
            slots[index].page = page;
    }

    function setLoop(index: int, loop: bool) {
        slots[index].loop = loop;
    }

    function idle() {
        front = null;
    }

    // By the clock of the GUI thread: an animator reports nothing while the display is away.
    Timer {
        id: over
        property int token
        onTriggered: stage.shown(token)
    }

    OpacityAnimator {
        id: fade
        from: 0
        to: 1
        duration: Tokens.fade
        easing.type: Easing.InOutQuad
    }

    Idle {
        anchors.fill: parent
        foot: stage.front === null ? stage.foot : 0 // what comes on brings its strip, and moves nothing
        visible: stage.front === null || over.running
    }

    component Place: StageSlot {
        id: place
        room: stage
        strip: stage.hasStrip
        still: stage.still
        onReady: stage.ready(place.token, place.pages)
        leads: stage.front === place
        onProgress: stage.progress(place.token, place.position)
        onEnded: stage.ended(place.token)
        onFailed: reason => stage.failed(place.token, reason)
    }
    Place { id: first }
    Place { id: second }
    Place { id: third } // empty but for what is kept ready beside the programme

    component Later: Loader { // what the first picture lacks need not be made before it
        z: 3
        active: visible || House.settled
    }
    Later {
        visible: stage.layout === "board"
        width: stage.width
        height: Tokens.headHeight
        sourceComponent: Head {}
    }

    Later {
        visible: stage.layout === "sidebar"
        x: stage.width - width
        y: stage.height - stage.foot - height
        width: stage.portrait ? stage.width : Tokens.panelWidth
        height: stage.portrait ? Tokens.panelHeight : stage.height - stage.foot
        sourceComponent: Panel {
            matrix: stage.view?.qr ?? ""
            address: stage.view?.address ?? ""
        }
    }

    Ticker {
        id: ticker
        z: 3
        // Over the emblem too, when nothing of an emergency can be shown but its news.
        visible: stage.hasStrip && (stage.view !== null ? stage.layout !== "full" : stage.alarm !== "")
        running: visible
        still: stage.still
        urgent: stage.alert !== ""
        alarm: `${stage.alarm}\n${stage.alert}`
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Tokens.stripHeight
    }

    Rectangle {
        z: 4
        anchors.fill: parent
        visible: stage.dark
        color: "black"
    }
}
