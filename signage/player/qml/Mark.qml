pragma ComponentBehavior: Bound
import QtQuick

// A neutral mark of our own (the national emblem is regulated): a lotus seen from above.
Item {
    id: root

    required property real side

    width: side
    height: side

    Repeater {
        model: 8
        Rectangle {
            id: petal
            required property int index
            width: root.side * 0.2
            height: root.side * 0.42
            radius: width / 2
            color: petal.index % 2 ? Tokens.accent : Tokens.accentLight
            x: (root.side - width) / 2
            y: root.side * 0.04
            transform: Rotation { origin.x: root.side * 0.1; origin.y: root.side * 0.46; angle: petal.index * 45 }
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: root.side * 0.2
        height: width
        radius: width / 2
        color: Tokens.chromeLight
        border { color: Tokens.chromeText; width: root.side * 0.022 }
    }
}
