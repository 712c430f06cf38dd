pragma ComponentBehavior: Bound
import QtQuick

// How the words of a card are set: how much each takes, and where it stands. `Cards` chooses by
// this, and `Card` draws by it.
//
// A shape is {form, inner, beside, scale, rail, code}: of all cards of a board alike. `form` is
// where the code and the counter are: in a line of their own above the name ("stack"), at its right
// ("rail"); and, where there are codes to scan, at the side of all words ("side"), at the side of
// what it costs ("corner"), or below all ("under").
WordWidths {
    id: root

    required property real unit

    readonly property real gap: 14 * unit // between what stands side by side
    readonly property real pad: 11 * unit // at the left and right of a card
    readonly property real above: 5 * unit // at its head; a line has room of its own above its letters
    readonly property real below: 6 * unit

    onUnitChanged: forget()

    function nameSize(scale: real): int {
        return Math.round(36 * unit * scale);
    }

    function factSize(scale: real): int {
        return Math.round(34 * unit * (1 + (scale - 1) * 0.6));
    }

    function topSize(scale: real): int {
        return Math.round(34 * unit * (1 + (scale - 1) * 0.35));
    }

    // What is told of the counter in the corner, where that is a few words.
    function counter(row: var): string {
        const word = Words.facts[2][0], bare = row.counter;
        if (bare === "" || bare.length > 9)
            return "";
        return bare.toLowerCase().startsWith(word.toLowerCase()) ? bare : word + " " + bare;
    }

    function facts(row: var): var {
        const far = counter(row) === "" && row.counter !== "" ? row.counter : "";
        return [["days", Words.facts[0][0], row.days], ["fee", Words.facts[1][0], row.fee], ["counter", Words.facts[2][0], far]].filter(each => each[2] !== "");
    }

    // px of the plate that the counter stands on.
    function plate(row: var, scale: real): real {
        const said = counter(row);
        return said === "" ? 0 : wide(said, topSize(scale), Font.Bold) + 22 * unit;
    }

    function rail(rows: var, scale: real): real {
        return rows.reduce((most, row) => Math.max(most, plate(row, scale), wide(row.code, topSize(scale), Font.Medium)), 0);
    }

    // Whether a number would go on in the next line.
    function breaks(row: var, shape: var): bool {
        const room = shape.form === "rail" ? shape.rail : row.qr !== "" && shape.form === "side" ? shape.beside : shape.inner;
        return row.code.length <= 12 && wide(row.code, topSize(shape.scale), Font.Medium) > room;
    }

    // Where all of a row stands in a card of that shape, as tall as it needs; no code to scan yet.
    function set(row: var, shape: var): var {
        const scale = shape.scale, scans = row.qr !== "" && shape.code > 0;
        const across = scans && shape.form === "side" ? shape.beside : shape.inner;
        const plateWide = plate(row, scale), top = line(topSize(scale), Font.Medium), small = topSize(scale);
        const codeWide = row.code === "" ? 0 : wide(row.code, small, Font.Medium);
        const made = { plate: plateWide, rail: shape.form === "rail" ? shape.rail : 0, top: 0, nameY: 0 };
        made.nameWide = across;
        if (made.rail > 0) {
            made.nameWide = across - made.rail - gap;
            made.codeWide = made.rail;
            made.codeY = plateWide > 0 ? top : 0;
            made.plateX = across - plateWide;
            made.top = made.codeY + (row.code === "" ? 0 : high(row.code, made.rail, small, Font.Medium));
        } else {
            const abreast = codeWide + plateWide + (codeWide > 0 && plateWide > 0 ? gap : 0) <= across;
            made.codeWide = abreast && plateWide > 0 ? across - plateWide - gap : across;
            made.codeY = abreast || plateWide === 0 ? 0 : top;
            made.plateX = abreast ? across - plateWide : 0;
            made.apart = !abreast;
            made.top = Math.max(plateWide > 0 ? top : 0, row.code === "" ? 0 : made.codeY + high(row.code, made.codeWide, small, Font.Medium));
            made.nameY = made.top;
        }
        made.nameTall = high(row.name, made.nameWide, nameSize(scale), Font.Bold);
        made.head = Math.max(made.top, made.nameY + made.nameTall);
        made.factsWide = scans && shape.form === "corner" ? shape.beside : across;
        made.facts = told(row, made.factsWide, scale, shape.labelled);
        if (made.rail > 0 && made.top > made.nameTall) { // a short name leaves room beside the number
            const beside = told(row, made.nameWide, scale, shape.labelled);
            if (!beside.wraps && made.nameTall + beside.tall < made.head + made.facts.tall - 0.5 * top) { // else all in a row
                made.facts = beside;
                made.head = Math.max(made.nameTall, made.top - beside.tall);
            }
        }
        const space = made.facts.tall > 0 ? 2 * unit * scale : 0;
        made.tall = made.head + space + made.facts.tall;
        if (scans && shape.form === "side")
            made.tall = Math.max(made.tall, shape.code);
        else if (scans && shape.form === "corner")
            made.tall = made.head + space + Math.max(made.facts.tall, shape.code + 4 * unit);
        else if (scans)
            made.tall += pad + shape.code;
        made.tall += above + below;
        return made;
    }

    // The closing lines: what it costs and the like, one beside the other where they have room.
    function told(row: var, width: real, scale: real, labelled: bool): var {
        const size = factSize(scale), sign = size, between = 14 * unit * scale, tall = line(size, Font.Medium) * tight;
        const places = [];
        let y = 0, x = 0, wraps = false;
        for (const fact of facts(row)) {
            const lead = labelled || fact[0] === "counter" ? wide(fact[1], size, Font.Medium) + 0.5 * size : sign;
            const natural = lead + wide(fact[2], size, Font.Medium);
            if (x > 0 && !labelled && x + between + natural <= width) {
                places.push({ what: fact, x: x + between, y: y, lead: lead, width: natural - lead + 4 });
                x += between + natural;
                continue;
            }
            y += x > 0 ? places[places.length - 1].tall ?? tall : 0;
            const room = width - lead;
            const took = natural <= width && Tokens.plain.test(fact[2]) ? tall : high(fact[2], room, size, Font.Medium);
            places.push({ what: fact, x: 0, y: y, lead: lead, width: room, tall: took });
            x = natural <= width ? natural : width;
            wraps = wraps || natural > width;
        }
        return { wraps: wraps, places: places, tall: places.length ? y + (places[places.length - 1].tall ?? tall) : 0 };
    }
}
