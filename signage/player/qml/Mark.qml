pragma ComponentBehavior: Bound
import QtQuick

// A neutral mark of our own (the national emblem is regulated): a lotus seen from above.
Item {
    id: root

    required property real side
    readonly property int petals: 12

    width: side
    height: side

    Repeater {
        model: root.petals
        Rectangle {
            id: petal
            required property int index
            width: root.side * 0.125
            height: root.side * 0.31
            radius: width / 2
            antialiasing: true
            color: petal.index % 2 ? Tokens.accent : Tokens.accentLight
            x: (root.side - width) / 2
            transform: Rotation { origin.x: petal.width / 2; origin.y: root.side / 2; angle: petal.index * 360 / root.petals }
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: root.side * 0.26
        height: width
        radius: width / 2
        color: Tokens.accent
    }
}
