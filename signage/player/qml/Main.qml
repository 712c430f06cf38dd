pragma ComponentBehavior: Bound
import QtQuick

// The root of the one window: the stage, turned as the screen hangs.
Item {
    id: root

    property int turn: 0 // degrees clockwise
    readonly property color ground: Tokens.chrome // the window is cleared with it: no rectangle to fill
    readonly property QtObject house: House
    readonly property QtObject words: Words
    readonly property QtObject tokens: Tokens
    property var offer: ({}) // of a screen that is not paired yet: what `_pairing` says

    Stage {
        objectName: "stage"
        readonly property bool upright: root.turn % 180 === 0
        anchors.centerIn: parent
        width: upright ? root.width : root.height
        height: upright ? root.height : root.width
        rotation: root.turn

        Loader {
            z: 5
            anchors.fill: parent
            active: root.offer.titles !== undefined
            sourceComponent: Pairing { offer: root.offer }
        }
    }
}
