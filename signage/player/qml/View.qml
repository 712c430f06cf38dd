import QtQuick

// What every kind of item offers its slot: `ready` once nothing is left to wait for.
Item {
    required property var view // what `Shot.view()` gives
    property real position: 0 // ms, of what moves

    signal ready
    signal failed(string reason)
}
