pragma ComponentBehavior: Bound
import QtQuick

// How big codes lie: all in one row on a wide screen, in a square or a column on others; their words
// below, all codes of a row at one height and as big as they can be. On several pages only where
// they would be too small to scan.
Item {
    id: root

    required property var codes // {matrix, address, name, beside}
    required property real unit

    readonly property real gap: 16 * unit
    readonly property real space: 6 * unit
    readonly property int longest: 160 // characters of a name that stands with its code
    readonly property var surplus: codes.map(code => code.name + (code.beside === "" ? "" : " – " + code.beside)).filter(name => name.length > longest)
    readonly property real readable: codes.reduce((most, code) => Math.max(most, code.matrix.indexOf("/") + 8), 0) * 9 * unit

    property var pages: [[]]
    property var made: ({ across: 1, wide: 0, high: 0, code: 0, scale: 1, words: 0, aside: 0 })

    function nameSize(scale: real): int {
        return Math.round(40 * unit * scale);
    }

    function besideSize(scale: real): int {
        return Math.round(36 * unit * (1 + (scale - 1) * 0.5));
    }

    function addressSize(scale: real): int {
        return Math.round(36 * unit * (1 + (scale - 1) * 0.5));
    }

    function called(code: var): string {
        return code.name.length + code.beside.length > longest ? "" : code.name;
    }

    // An address may go on in the next line after a slash.
    function printed(code: var): string {
        return code.address.replace(/\//g, "/\u200b");
    }

    function settle() {
        if (width <= 0 || height <= 0 || codes.length === 0)
            return;
        let best = null;
        for (let each = codes.length; each >= 1; each -= 1) {
            for (let across = each; across >= 1; across -= 1) {
                const found = lie(each, across);
                if (found && (!best || better(found, best)))
                    best = found;
            }
            if (best && best.code >= readable)
                break;
        }
        best = best ?? lie(1, 1, true);
        best.code = codes.reduce((most, code) => { // whole pixels a module
            const modules = code.matrix.indexOf("/") + 8;
            return Math.max(most, modules * Math.max(1, Math.floor((best.code + 0.5) / modules)));
        }, 0);
        made = best;
        const found = [];
        const alike = Math.ceil(codes.length / Math.ceil(codes.length / made.each)); // two and two, not three and one
        for (let i = 0; i < codes.length; i += alike)
            found.push(codes.slice(i, i + alike));
        pages = found;
    }

    // What can be scanned first; then, where there is width, one row; then the bigger code.
    function better(one: var, other: var): bool {
        const scans = one.code >= readable;
        if (scans !== other.code >= readable)
            return scans;
        if (scans && one.each !== other.each)
            return one.each > other.each;
        if (width > 1.5 * height && one.across !== other.across && scans)
            return one.across > other.across;
        return one.code > other.code;
    }

    // So many a page, so many of them in a row; null where a word or an address would be broken.
    function lie(each: int, across: int, anyway: bool): var {
        const down = Math.ceil(each / across);
        const wide = (width - (across - 1) * gap) / across, high = (height - (down - 1) * gap) / down;
        let best = null;
        for (const scale of [1.5, 1.25, 1]) {
            const fits = anyway || needed(scale) <= wide;
            const words = tallest(wide, scale), code = Math.min(wide, high - words);
            if (fits && (!best || code > 1.12 * best.code || (best.code < readable && code >= readable)))
                best = { each: each, across: across, wide: wide, high: high, code: code, scale: scale, words: words, aside: 0 };
        }
        // Where there is little height, the words stand beside their code.
        const long = needed(1), side = Math.min(high, wide - 2 * gap - long), left = wide - side - 2 * gap;
        if (side > 0 && (!best || best.code < Math.min(readable, side)) && tallest(left, 1) <= high)
            best = { each: each, across: across, wide: wide, high: high, code: side, scale: 1, words: tallest(left, 1), aside: left };
        if (best)
            best.code = Math.max(60 * unit, best.code);
        return best;
    }

    // px of the longest word of any name, and of a short address.
    function needed(scale: real): real {
        return codes.reduce((most, code) => {
            const address = code.address.length > 28 ? [] : code.address.replace(/\//g, "/ ").split(" ");
            return Math.max(most, longestOf(address, addressSize(scale), Font.Medium), longestOf(called(code).split(/\s+/), nameSize(scale), Font.Bold));
        }, 0);
    }

    function longestOf(words: var, size: int, weight: int): real {
        return words.reduce((most, word) => Math.max(most, ruler.wide(word, size, weight)), 0);
    }

    function tallest(wide: real, scale: real): real {
        return codes.reduce((most, code) => {
            const name = called(code), beside = name === "" ? "" : code.beside;
            const tall = ruler.high(name, wide, nameSize(scale), Font.Bold) + ruler.high(beside, wide, besideSize(scale), Font.Medium) + ruler.high(printed(code), wide, addressSize(scale), Font.Medium);
            return Math.max(most, tall === 0 ? 0 : tall + 2 * space);
        }, 0);
    }

    CardWords {
        id: ruler
        unit: root.unit
    }
}
