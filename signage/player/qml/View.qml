import QtQuick

// What every kind of item offers its slot: `ready` once nothing is left to wait for.
Item {
    required property var view // what `Shot.view()` gives
    property real position: 0 // ms, of what moves
    property bool fills: false // it covers the slot, so nothing need be drawn beneath

    signal ready
    signal failed(string reason)
}
