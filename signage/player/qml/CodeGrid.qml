pragma ComponentBehavior: Bound
import QtQuick

// How big codes lie: in a row, a square or a column, so that they are as big as they can be; on
// several pages where all together would be too small to scan.
Item {
    id: root

    required property var codes // {matrix, address, name, beside}
    required property real unit

    readonly property real gap: 20 * unit
    readonly property real inset: 10 * unit // around each code
    readonly property real space: 12 * unit
    readonly property int nameSize: Math.round(56 * unit)
    readonly property int besideSize: Math.round(44 * unit)
    readonly property int addressSize: Math.round(40 * unit)
    readonly property int longest: 160 // characters of a name that stands over its code
    readonly property var surplus: codes.map(code => code.name + (code.beside === "" ? "" : " – " + code.beside)).filter(name => name.length > longest)
    readonly property real readable: codes.reduce((most, code) => Math.max(most, code.matrix.indexOf("/") + 8), 0) * 9 * unit

    property var pages: [[]]
    property int columns: 1
    property real cell: 0 // px
    property real tall: 0
    property real code: 0 // px, its side with the quiet zone
    property real aside: 0 // px, of the width of words beside a code; 0: they are above and below it
    property real head: 0 // px, of the names above
    property real foot: 0 // px, of the addresses below

    function called(code: var): string {
        return code.name.length + code.beside.length > longest ? "" : code.name;
    }

    function settle() {
        if (width <= 0 || height <= 0 || codes.length === 0)
            return;
        let best = null;
        for (let each = codes.length; each >= 1; each -= 1) {
            for (let across = 1; across <= each; across += 1) {
                if (across > 1 && !holds((width - (across - 1) * gap) / across))
                    continue;
                const found = lie(each, across);
                if (!best || best.each > each ? !best || best.code < readable : found.code > best.code)
                    best = found;
            }
            if (best.code >= readable)
                break;
        }
        columns = best.across;
        cell = best.wide;
        tall = best.high;
        code = best.code;
        head = best.head;
        aside = best.aside;
        foot = best.foot;
        const made = [];
        const alike = Math.ceil(codes.length / Math.ceil(codes.length / best.each)); // two and two, not three and one
        for (let i = 0; i < codes.length; i += alike)
            made.push(codes.slice(i, i + alike));
        pages = made;
    }

    function lie(each: int, across: int): var {
        const down = Math.ceil(each / across);
        const wide = (width - (across - 1) * gap) / across, high = (height - (down - 1) * gap) / down;
        const most = list => list.reduce((largest, each) => Math.max(largest, each), 0);
        const head = most(codes.map(code => named(code, wide))), foot = most(codes.map(code => printed(code, wide)));
        const under = Math.min(wide - 2 * inset, high - head - foot - 2 * inset);
        // Where there is little height, the words stand beside their code.
        const aside = Math.min(high, 700 * unit, wide - 2 * gap - needed()) - 2 * inset, left = wide - aside - 2 * inset - 2 * gap;
        if (aside > Math.max(0, under) && most(codes.map(code => named(code, left) + printed(code, left))) <= high)
            return { head: 0, foot: 0, aside: left, each: each, across: across, wide: wide, high: high, code: aside };
        return { aside: 0, head: head, foot: foot, each: each, across: across, wide: wide, high: high, code: Math.max(60 * unit, under) };
    }

    // px of the longest word of any name, and of a short address: none of them is broken.
    function needed(): real {
        return codes.reduce((most, code) => Math.max(most, code.address.length > 28 ? 0 : ruler.wide(code.address, addressSize, Font.Medium), ...called(code).split(/\s+/).map(word => ruler.wide(word, nameSize, Font.Bold))), 0);
    }

    function holds(wide: real): bool {
        return needed() <= wide;
    }

    function named(code: var, wide: real): real {
        const name = called(code), beside = name === "" ? "" : code.beside;
        return (name === "" ? 0 : space + ruler.high(name, wide, nameSize, Font.Bold)) + (beside === "" ? 0 : ruler.high(beside, wide, besideSize, Font.Medium));
    }

    function printed(code: var, wide: real): real {
        return code.address === "" ? 0 : space + ruler.high(code.address, wide, addressSize, Font.Medium);
    }

    CardWords {
        id: ruler
        unit: root.unit
    }
}
