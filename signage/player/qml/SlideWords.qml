pragma ComponentBehavior: Bound
import QtQuick
import "pages.js" as Pages

// The words of a slide as blocks, and how each kind of them is set.
Typeset {
    id: root

    required property var view
    required property color ink
    required property color soft
    required property color heading
    required property bool large // a title by itself

    readonly property var rows: view.table
    readonly property bool side: shares.length > 0 // by side; else a row is set as a list of its cells
    readonly property real between: 36 * Tokens.unit
    readonly property var longest: measured.longest // px of the longest word of each column, at the least size

    // Shares stay, so that words grow as far as none of them breaks.
    most: Math.min(1.3, ...shares.map((share, i) => share * (width - between * (shares.length - 1)) / longest[i]))

    styles: ({
        title: { size: large ? Tokens.display : Tokens.title, least: 64 * Tokens.unit, weight: Font.Bold, ink: heading, gap: 0 },
        beside: { size: Tokens.label, least: Tokens.label, ink: soft, gap: 24 * Tokens.unit },
        rule: { height: 8 * Tokens.unit, gap: 30 * Tokens.unit },
        text: { size: Tokens.body, least: Tokens.body, ink: ink, gap: 20 * Tokens.unit },
        first: { size: Tokens.body, least: Tokens.body, ink: ink, gap: 34 * Tokens.unit },
        entry: { size: Tokens.body, least: Tokens.body, ink: ink, gap: 24 * Tokens.unit, indent: 0.85 },
        columns: { size: Tokens.body, least: Tokens.body, weight: Font.DemiBold, ink: soft, gap: 34 * Tokens.unit, columns: true, strong: true, between: between, pad: 10 * Tokens.unit },
        row: { size: Tokens.body, least: Tokens.body, ink: ink, gap: 0, columns: true, between: between, pad: 12 * Tokens.unit }
    })

    snug: {
        const made = {}, gaps = { beside: 0, rule: 8, text: 10, first: 16, entry: 10, columns: 12, row: 0 };
        for (const kind in styles)
            made[kind] = Object.assign({}, styles[kind], { gap: (gaps[kind] ?? 0) * Tokens.unit, pad: styles[kind].pad ? 7 * Tokens.unit : 0 });
        made.title.size = made.title.least; // least of all is spared at the words themselves
        made.beside.size = made.beside.least = 38 * Tokens.unit;
        return made;
    }

    blocks: {
        const made = [];
        if (view.title !== "")
            made.push({ kind: "title", texts: [view.title], again: true });
        if (view.beside !== "")
            made.push({ kind: "beside", texts: [view.beside] });
        const more = [];
        for (const line of view.body.split("\n")) {
            if (line.trim() !== "")
                more.push({ kind: more.length ? "text" : "first", texts: [line] });
        }
        for (const entry of view.entries)
            more.push({ kind: "entry", texts: [entry] });
        for (let i = side ? 0 : 1; i < rows.length; i += 1) {
            if (side)
                more.push({ kind: i ? "row" : "columns", texts: rows[i], again: i === 0 });
            else
                more.push({ kind: "entry", texts: [rows[i].map((cell, j) => rows[0][j] + ": " + cell).join("\n")] });
        }
        if (made.length && more.length)
            made.push({ kind: "rule", texts: [], again: true });
        return made.concat(more);
    }

    shares: measured.shares

    // By what stands in the first rows, at the least size: a share is the same at every size.
    readonly property var measured: {
        if (rows.length === 0)
            return { shares: [], longest: [] };
        const natural = rows[0].map(() => 0), longest = rows[0].map(() => 0);
        for (const row of rows.slice(0, 100)) {
            row.forEach((cell, i) => {
                natural[i] = Math.max(natural[i], metrics.advanceWidth(cell.slice(0, 400)));
                for (const word of cell.slice(0, 400).split(/\s+/))
                    longest[i] = Math.max(longest[i], metrics.advanceWidth(word));
            });
        }
        const words = longest.map(each => 1.01 * each + 4);
        return { shares: Pages.shares(natural.map(each => 1.01 * each + 4), words, width - between * (rows[0].length - 1)), longest: words };
    }

    FontMetrics {
        id: metrics
        font { family: Tokens.sans; pixelSize: Math.round(Tokens.body); weight: Font.Bold }
    }
}
