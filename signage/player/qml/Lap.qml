pragma ComponentBehavior: Bound
import QtQuick

// A row of headlines that is moved as one. Short texts: a long one changes how Qt draws it.
Item {
    id: root

    property var headlines: []
    property bool urgent: false
    property real length: 0 // px, with the space after the last headline

    function fill(lines: var, least: real) {
        headlines = lines;
        row.forceLayout();
        const once = row.width;
        if (once > 0 && once < least) {
            const times = Math.ceil(least / once);
            headlines = Array.from({ length: times * lines.length }, (_, i) => lines[i % lines.length]);
            row.forceLayout();
        }
        length = row.width;
    }

    function go(from: real, speed: real) {
        x = from;
        run.from = from;
        run.to = -length;
        run.duration = 1000 * (from + length) / speed;
        run.start();
    }

    XAnimator {
        id: run
        target: root
    }

    Row {
        id: row
        height: parent.height

        Repeater {
            model: root.headlines
            Row {
                id: headline
                required property string modelData
                height: row.height

                Text {
                    height: parent.height
                    text: headline.modelData
                    textFormat: Text.PlainText
                    color: root.urgent ? Tokens.alarmText : Tokens.chromeText
                    font { family: Tokens.sans; pixelSize: Tokens.strip; weight: Font.DemiBold }
                    renderType: Text.QtRendering
                    verticalAlignment: Text.AlignVCenter
                }
                Separator {
                    height: parent.height
                    urgent: root.urgent
                }
            }
        }
    }
}
