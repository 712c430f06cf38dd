pragma ComponentBehavior: Bound
import QtQuick

// What every kind of item offers its slot: `ready` once nothing is left to wait for.
Item {
    id: seen

    required property var view // what `Shot.view()` gives
    property bool playing: false // it is on, and may move
    property bool still: false // no motion at all
    property int page: 0 // which of its pages is wanted
    property int pages: 1 // how many it turned out to have at this size
    // As near to the edge as what is read may come: a television may cut off what is nearer.
    readonly property real safeSide: 0.027 * Math.max(Tokens.span * Tokens.unit, width)
    readonly property bool beneath: view.layout === "board" // a head is above it
    readonly property bool stands: height + (beneath ? Tokens.headHeight : 0) < 0.999 * Tokens.tall * Tokens.unit // on a strip
    readonly property real safeHead: beneath ? 8 * Tokens.unit : Tokens.safe
    readonly property real safeFoot: stands ? 12 * Tokens.unit : 0.027 * height
    property real position: 0 // ms, of what moves
    property bool fills: false // it covers the slot, so nothing need be drawn beneath

    // Once all that changed at once has done so; not by Qt.callLater, which outlives the item.
    function later() {
        soon.start();
    }

    Timer {
        id: soon
        interval: 0
        onTriggered: seen.changed()
    }

    signal changed
    signal ready
    signal failed(string reason)
}
