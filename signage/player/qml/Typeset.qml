pragma ComponentBehavior: Bound
import QtQuick
import "pages.js" as Pages

// Sets blocks of words into a room: as large as all of them fit, else at their least size on
// several pages, parted between blocks, and within one where it alone exceeds a page.
//
// Measures with one hidden text, a slice of time after the other, so that thousands of lines stop
// nothing else.
Item {
    id: typeset

    required property var blocks // {kind, texts}; `again`: stands on each further page as well
    required property var styles // by kind, see `Block`
    property var snug: null // the same for where it is tight: less space between, so that a page does
    property var worn: styles // which of them it is
    property real ease: 0 // what of that space a single page can give back
    property real most: 1.3 // of a style's size; each has a least size of its own
    property real least: 0.6
    property var shares: [] // of the width, by column
    readonly property Ruler ruler: rod

    property real scaled: 1
    property var pages: [[]] // of blocks with y, tall and wide
    property real tallest: 0 // of the pages
    property real widest: 0

    property bool begun: false
    property var work: null
    property var close: null // pages with less space between

    signal settled

    onWidthChanged: anew()
    onHeightChanged: anew()
    onBlocksChanged: anew()
    onStylesChanged: anew()
    onSnugChanged: anew()

    function anew() {
        if (begun)
            later.start(); // several changes at once are one
    }

    function settle() {
        begun = true;
        slices.stop();
        work = close = null;
        ease = 0;
        if (width <= 0 || height <= 0)
            return;
        worn = styles;
        let whole = stacked(least);
        if (whole.tall > height && snug) {
            worn = snug;
            whole = stacked(least);
        }
        if (whole.tall > height) {
            scaled = least;
            work = paging();
            slice();
            return;
        }
        let best = whole, scale = most;
        for (; scale > least; scale *= 0.94) {
            const tried = stacked(scale);
            if (tried.tall <= height) {
                best = tried;
                break;
            }
        }
        scaled = Math.max(scale, least);
        if (worn !== styles) {
            const spared = blocks.slice(1).reduce((sum, block) => sum + spare(block) * scaled, 0);
            ease = 0.98 * Math.min(1, (height - best.tall) / Math.max(1, spared));
            best = stacked(scaled);
        }
        finish([best.page]);
    }

    function paging(): var {
        return Pages.even(blocks.map(block => Object.assign({}, block)), height, {
            gap: block => gap(block, least),
            measure: block => rod.measure(block, least),
            line: block => rod.line(block, least),
            part: (block, space) => rod.part(block, least, space)
        });
    }

    // One below the other, given up where they exceed the height.
    function stacked(scale: real): var {
        const page = [];
        let y = 0;
        for (const block of blocks) {
            y += page.length ? gap(block, scale) : 0;
            const took = rod.measure(block, scale);
            page.push(Object.assign({}, block, { y: y, tall: took.tall, wide: took.wide }));
            y += took.tall;
            if (y > height)
                break;
        }
        return { page: page, tall: y };
    }

    function gap(block: var, scale: real): real {
        return ((worn[block.kind].gap ?? 0) + ease * spare(block)) * scale;
    }

    function spare(block: var): real {
        return Math.max(0, (styles[block.kind].gap ?? 0) - (worn[block.kind].gap ?? 0));
    }

    function slice() {
        for (const until = Date.now() + 12; work && Date.now() < until;) {
            const step = work.next();
            if (step.done && worn !== styles && step.value.length <= 8) { // as many pages as with more space?
                close = step.value;
                worn = styles;
                work = paging();
            } else if (step.done) {
                work = null;
                if (close && close.length < step.value.length)
                    worn = snug;
                finish(worn === styles ? step.value : close ?? step.value);
                close = null;
            }
        }
        if (work)
            slices.start();
    }

    function finish(found: var) {
        const most = list => list.reduce((largest, each) => Math.max(largest, each), 0);
        tallest = most(found.map(page => most(page.map(block => block.y + block.tall))));
        widest = most(found.map(page => most(page.map(block => block.wide))));
        for (const block of found.length > 8 ? [] : [].concat(...found)) // where there is time for it
            block.widths = rod.widths(block, scaled);
        pages = found;
        settled();
    }

    Timer {
        id: later
        interval: 0
        onTriggered: typeset.settle()
    }

    Timer {
        id: slices
        interval: 1
        onTriggered: typeset.slice()
    }

    Ruler {
        id: rod
        styles: typeset.worn
        room: typeset.width
        shares: typeset.shares
    }
}
