pragma ComponentBehavior: Bound
import QtQuick

// How the cards of a board lie: as many on a page as are well read and scanned, in a grid that
// suits the screen, all pages alike.
Item {
    id: root

    required property var rows // {code, name, days, fee, counter, qr}
    required property real unit

    readonly property real gap: 16 * unit
    readonly property real pad: 15 * unit
    property var pages: [[]]
    property int columns: 1
    property int lines: 1
    property real scaled: 1
    property string form: "side" // where the code is: at the side of all words, in the corner, or under them
    property real cell: 0 // px, width of a card
    property real tall: 0

    readonly property int modules: rows.reduce((most, row) => Math.max(most, row.qr === "" ? 0 : row.qr.indexOf("/") + 8), 0)
    // With its card: six pixels a module on 720 lines decode from across the lobby.
    readonly property real code: modules ? Math.ceil(modules * 9 * unit) : 0

    signal settled

    function settle() {
        if (width <= 0 || height <= 0)
            return;
        let divided = rows, lies = false;
        for (let count = 1; count <= rows.length && !lies; count += 1)
            lies = lie(rows, Math.ceil(rows.length / count));
        for (let tries = 0; tries < 40 && !lies; tries += 1) { // words without end: their card goes on in the next
            divided = [].concat(...divided.map(row => split(row)));
            lies = lie(divided, 1);
        }
        settled();
    }

    // Whether so many of them fit on a page; they are set out then.
    function lie(all: var, each: int): bool {
        const grids = [];
        for (let across = 1; across <= Math.min(each, 6); across += 1) {
            const down = Math.ceil(each / across);
            if ((across - 1) * down >= each && across > 1)
                continue;
            const wide = Math.min((width - (across - 1) * gap) / across, 1150 * unit);
            const high = Math.min((height - (down - 1) * gap) / down, 620 * unit);
            for (const form of code > 0 ? ["side", "corner", "under"] : ["side"]) {
                if (fit(all, wide, high, form, 1))
                    grids.push({ across: across, down: down, wide: wide, high: high, form: form });
            }
        }
        if (grids.length === 0)
            return false;
        let scale = 1, best = null;
        for (const tried of [1.5, 1.35, 1.2, 1.1, 1]) {
            best = grids.filter(grid => fit(all, grid.wide, grid.high, grid.form, tried))
                .sort((one, other) => strange(one, each) - strange(other, each))[0];
            scale = tried;
            if (best)
                break;
        }
        columns = best.across;
        lines = best.down;
        cell = best.wide;
        tall = best.high;
        form = best.form;
        scaled = scale;
        const found = [];
        for (let i = 0; i < Math.max(1, all.length); i += each)
            found.push(all.slice(i, i + each));
        pages = found;
        return true;
    }

    // How far a grid is from one that looks well: cards half as wide again as high, no gaps.
    function strange(grid: var, each: int): real {
        return Math.abs(Math.log(grid.wide / grid.high / 1.6)) + 0.25 * (grid.across * grid.down - each);
    }

    function fit(all: var, wide: real, high: real, form: string, scale: real): bool {
        const inner = wide - 2 * pad, down = high - 2 * pad;
        const beside = inner - code - pad;
        if (code > down || code > inner || (form !== "under" && code > 0 && beside < 220 * unit))
            return false;
        for (const row of all) {
            const holds = row.qr !== "", first = form === "side" && code > 0 ? beside : inner;
            if (row.code.length <= 12 && words.wide(row.code, words.factSize(1), Font.Medium) > 0.55 * first)
                return false; // a number is not broken
            let took = 0;
            if (form === "corner")
                took = words.head(row, inner, scale) + words.space(scale) + Math.max(code, words.told(row, beside, scale));
            else
                took = words.head(row, form === "side" && code > 0 ? beside : inner, scale) + words.space(scale) + words.told(row, form === "side" && code > 0 ? beside : inner, scale) + (form === "under" && holds ? pad + code : 0);
            if (took > down)
                return false;
        }
        return true;
    }

    // A row as two, the name parted; where the name is short, what it costs and the like follow it.
    function split(row: var): var {
        const parted = (name, rest) => [Object.assign({}, row, { name: name, days: "", fee: "", counter: "", qr: "" }), Object.assign({}, row, rest)];
        if (row.name.length > 160) {
            const space = row.name.slice(0, 160).lastIndexOf(" ");
            const at = space > 60 ? space : 160;
            return parted(row.name.slice(0, at), { name: row.name.slice(at).trim() });
        }
        const facts = Words.facts.map((label, i) => [label[0], [row.days, row.fee, row.counter][i]]).filter(each => each[1].length > 160);
        if (facts.length === 0)
            return [row];
        return [Object.assign({}, row, { days: "", fee: "", counter: "" })].concat(facts.map(each => ({ code: row.code, name: each.join(": "), days: "", fee: "", counter: "", qr: "" })));
    }

    CardWords {
        id: words
        unit: root.unit
    }
}
