pragma ComponentBehavior: Bound
import QtQuick

// The centre's emblem in a box of `side` by `widest`; without one, or until it is there, the mark.
Item {
    id: root

    required property real side
    property real widest: side * 2
    property bool bare: false // nothing stands in its place
    readonly property bool wanted: Tokens.unit > 0.1 && (visible || House.settled)
    readonly property bool there: picture.status === Image.Ready
    readonly property real shape: there ? picture.implicitWidth / picture.implicitHeight : 1
    readonly property real edge: House.plate ? side * 0.1 : 0

    width: there ? Math.max(side * 0.6, picture.paintedWidth + 2 * edge) : side
    height: side

    Rectangle {
        anchors.centerIn: parent
        visible: root.there && House.plate
        width: root.width
        height: picture.paintedHeight + 2 * root.edge
        radius: Math.min(width, height) * 0.14
        color: Tokens.sheet
    }

    Image {
        id: picture
        anchors.centerIn: parent
        width: root.widest - 2 * root.edge
        height: root.side - 2 * root.edge
        source: root.wanted && House.emblem !== House.spoilt ? House.emblem : ""
        // While pictures are taken, and for the first frame, at once; not by `visible` alone, which
        // may be told after the source is.
        asynchronous: !House.quick || (House.settled && !root.visible)
        onStatusChanged: if (status === Image.Error) Qt.callLater(House.forget, House.emblem)
        autoTransform: true
        retainWhileLoading: true // a change of size must not blink
        sourceSize: Qt.size(width, height)
        fillMode: Image.PreserveAspectFit
    }

    Loader {
        active: !root.there && !root.bare
        sourceComponent: Mark { side: root.side }
    }
}
