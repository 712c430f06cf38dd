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
    // Units of a module, of which the largest is taken that needs no more pages: five, six and eight
    // pixels on 720 lines. All decode from across the lobby.
    readonly property var steps: modules ? [7.5, 9, 12] : [0]
    property int step: 0
    property var found: null // with the step before

    signal settled

    function settle() {
        slices.stop();
        work = found = null;
        step = 0;
        if (width <= 0 || height <= 0 || rows.length === 0)
            return;
        work = begun();
        slice();
    }

    function begun(): var {
        return new Pages.Work(rows, {
            words: words, unit: unit, gap: gap, each: each, width: width, height: height,
            code: modules * Math.ceil(steps[step] * unit - 0.01), // with its quiet zone; whole pixels a module
            labels: Words.facts.map(label => label[0])
        });
    }

    function slice() {
        for (const until = Date.now() + 10; work && Date.now() < until;) {
            const made = work.go();
            if (!made)
                continue;
            const better = !found || (made.shape && made.pages.length <= found.pages.length);
            if (better)
                found = made;
            step += 1;
            work = better && step < steps.length && found.shape ? begun() : null;
            if (!work)
                finish();
        }
        if (work)
            slices.start();
    }

    function finish() {
        shape = found.shape ?? shape;
        pages = found.pages;
        found = null;
        settled();
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
