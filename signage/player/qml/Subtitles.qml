pragma ComponentBehavior: Bound
import QtQuick

// The words of a silent clip. Wakes at the ends of cues, not once a frame.
Item {
    id: root

    required property var cues // [start s, end s, text]
    required property bool running
    required property var position // () => seconds
    required property real widest

    width: box.width
    height: box.height

    Timer {
        id: timer
        running: root.running
        interval: 1
        repeat: true
        onTriggered: {
            const now = root.position();
            const cue = root.cues.find(cue => cue[0] <= now && now < cue[1]);
            const next = cue ? cue[1] : Math.min(...root.cues.map(cue => cue[0]).filter(at => at > now));
            words.text = cue ? cue[2] : "";
            interval = Math.max(20, Math.min(1000, (next - now) * 1000));
        }
    }

    Rectangle {
        id: box
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom }
        visible: words.text !== ""
        width: words.width + 2 * Tokens.gap
        height: words.height + Tokens.gap
        radius: Tokens.radius
        color: Tokens.scrim

        Text {
            id: words
            anchors.centerIn: parent
            width: Math.min(implicitWidth, root.widest)
            color: Tokens.matText
            font { family: Tokens.sans; pixelSize: Tokens.label * 1.15; weight: Font.DemiBold }
            horizontalAlignment: Text.AlignHCenter
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
        }
    }
}
