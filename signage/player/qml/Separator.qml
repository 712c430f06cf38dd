pragma ComponentBehavior: Bound
import QtQuick

// Between two headlines: the emblem where it is about as wide as high, so that it can be made out;
// else, and between urgent ones, a diamond.
Item {
    id: root

    property bool urgent: false
    readonly property bool shown: !urgent && emblem.item !== null && (emblem.item as Emblem).there && Math.abs(Math.log((emblem.item as Emblem).shape)) < 0.45

    width: 64 * Tokens.unit + 3 * Tokens.gap

    Rectangle {
        anchors.centerIn: parent
        visible: !root.shown
        width: 18 * Tokens.unit
        height: width
        rotation: 45
        color: root.urgent ? Tokens.alarmHead : Tokens.accent
    }

    Loader {
        id: emblem
        anchors.centerIn: parent
        opacity: root.shown ? 1 : 0
        active: House.emblem !== "" && !root.urgent
        sourceComponent: Emblem {
            side: 64 * Tokens.unit
            widest: side * 1.25
            bare: true
        }
    }
}
