pragma ComponentBehavior: Bound
import QtQuick
import "cards.js" as Pages

// How the cards of a board lie: as many on a page as are well read and scanned, at most twelve; of
// grids that need the same number of pages, the one with the largest type. All pages alike.
//
// Works a slice of time after the other, so that two thousand rows stop nothing else.
Item {
    id: root

    required property var rows // {code, name, days, fee, counter, qr}
    required property int each // on a page, at most
    required property real unit
    readonly property CardWords words: rod

    readonly property real gap: 10 * unit
    property var pages: [] // of cards: {row, x, y, width, height, set}
    property var shape: ({ form: "stack", inner: 0, beside: 0, scale: 1, rail: 0, code: 0, labelled: false })
    property var work: null

    readonly property int modules: rows.reduce((most, row) => Math.max(most, row.qr === "" ? 0 : row.qr.indexOf("/") + 8), 0)
    // With its quiet zone: six pixels a module on 720 lines decode from across the lobby.
    readonly property real code: modules ? Math.ceil(modules * 9 * unit) : 0

    signal settled

    function settle() {
        slices.stop();
        work = null;
        if (width <= 0 || height <= 0 || rows.length === 0)
            return;
        work = new Pages.Work(rows, {
            words: words, unit: unit, gap: gap, each: each, code: code, width: width, height: height,
            labels: Words.facts.map(label => label[0])
        });
        slice();
    }

    function slice() {
        for (const until = Date.now() + 10; work && Date.now() < until;) {
            const found = work.go();
            if (found) {
                work = null;
                shape = found.shape ?? shape;
                pages = found.pages;
                settled();
            }
        }
        if (work)
            slices.start();
    }

    Timer {
        id: slices
        interval: 1
        onTriggered: root.slice()
    }

    CardWords {
        id: rod
        unit: root.unit
    }
}
