pragma ComponentBehavior: Bound
import QtQuick

// A slot in its place on the stage, under the name its item was opened by.
Slot {
    id: root

    required property Item room
    required property bool strip // whether the ticker takes its share of the height
    property bool leads: false // it is what people look at
    property int token: 0
    readonly property bool upright: room.height > room.width
    readonly property string layout: view ? view.layout : "full"
    readonly property real head: layout === "board" ? Tokens.headHeight : 0
    readonly property real foot: (layout !== "full" && strip ? Tokens.stripHeight : 0) + (withPanel && upright ? Tokens.panelHeight : 0)

    y: head
    width: room.width - (withPanel && !upright ? Tokens.panelWidth : 0)
    height: room.height - head - foot
    withPanel: layout === "sidebar"
    layer.enabled: opacity < 1 // a fade is of the whole, not of each part through the other

    signal progress

    Timer {
        running: root.leads && root.kind === "video"
        interval: 1000
        repeat: true
        onTriggered: {
            interval = interval === 1000 ? 730 : 1000; // a second later a clip of a second is where it was
            root.progress();
        }
    }

    function take(name: int, what: var, looped: bool) {
        close();
        token = name;
        loop = looped;
        view = what;
    }

    function close() {
        visible = false;
        playing = false;
        opacity = 1;
        view = null;
    }
}
