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

    Stage {
        objectName: "stage"
        readonly property bool upright: root.turn % 180 === 0
        anchors.centerIn: parent
        width: upright ? root.width : root.height
        height: upright ? root.height : root.width
        rotation: root.turn
    }
}
