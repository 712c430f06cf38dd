pragma ComponentBehavior: Bound
import QtQuick

// A slot in its place on the stage, under the name its item was opened by.
Slot {
    id: root

    required property Item room
    required property bool strip // whether the ticker takes its share of the height
    property int token: 0
    readonly property bool upright: room.height > room.width
    readonly property string layout: view ? view.layout : "full"

    width: room.width - (withPanel && !upright ? Tokens.panelWidth : 0)
    height: room.height - (layout !== "full" && strip ? Tokens.stripHeight : 0) - (withPanel && upright ? Tokens.panelHeight : 0)
    withPanel: layout === "sidebar"
    layer.enabled: opacity < 1 // a fade is of the whole, not of each part through the other

    function open(name: int, what: var, looped: bool) {
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
