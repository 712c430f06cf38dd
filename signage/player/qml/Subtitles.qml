pragma ComponentBehavior: Bound
import QtQuick

// The words of a silent clip. Wakes at the ends of cues, not once a frame. A cue with more words
// than fit comes in parts, each for its share of the cue's time.
Rectangle {
    id: root

    required property var cues // [start s, end s, text]
    required property bool running
    required property var position // () => seconds
    required property real widest
    required property real tallest
    property string words: ""
    property int part: 0

    visible: words !== ""
    width: text.widest + 2 * Tokens.gap
    height: text.tallest + Tokens.gap
    radius: Tokens.radius
    color: Tokens.scrim

    function look(now: real): real {
        const cue = cues.find(cue => cue[0] <= now && now < cue[1]);
        if (!cue) {
            words = "";
            return Math.min(...cues.map(cue => cue[0]).filter(at => at > now)) - now;
        }
        if (words !== cue[2]) {
            words = cue[2];
            text.settle();
        }
        const share = (cue[1] - cue[0]) / text.pages.length;
        part = Math.min(text.pages.length - 1, Math.floor((now - cue[0]) / share));
        return cue[0] + (part + 1) * share - now;
    }

    Timer {
        running: root.running
        interval: 1
        repeat: true
        onTriggered: interval = Math.max(20, Math.min(1000, root.look(root.position()) * 1000))
    }

    Typeset {
        id: text
        width: root.widest - 2 * Tokens.gap
        height: root.tallest - Tokens.gap
        most: 1
        least: 0.8
        styles: ({ line: { size: 56 * Tokens.unit, least: 44 * Tokens.unit, weight: Font.DemiBold, ink: Tokens.matText, gap: 0, align: Text.AlignHCenter } })
        blocks: [{ kind: "line", texts: [root.words] }]
    }

    Leaf {
        x: (root.width - width) / 2
        y: Tokens.gap / 2
        flow: text
        page: root.part
        still: true
    }
}
