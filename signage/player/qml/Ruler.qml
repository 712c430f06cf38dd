pragma ComponentBehavior: Bound
import QtQuick

// Measures blocks of words as `Block` draws them, and parts one that is too long.
Item {
    id: ruler

    required property var styles
    required property real room // px, the width
    property var shares: []

    visible: false

    // Marks that close what came before, or belong to it: none of them begins a line.
    readonly property var closing: /[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe0f\u200d\udc00-\udfff、。，．！？；：）」』】〕》〉”’…,.!?;:)\]}]/

    function size(style: var, scale: real): int {
        return Math.round(Math.max(style.least ?? style.size, style.size * scale));
    }

    function indent(style: var, scale: real): real {
        return (style.indent ?? 0) * size(style, scale);
    }

    // Where the n-th text of a block begins, and how much width it has.
    function place(block: var, index: int, scale: real): var {
        const style = styles[block.kind];
        if (!style.columns) {
            const begin = indent(style, scale);
            return { x: begin, width: room - begin };
        }
        const inner = room - style.between * (block.texts.length - 1);
        const before = shares.slice(0, index).reduce((sum, share) => sum + share, 0);
        return { x: before * inner + index * style.between, width: shares[index] * inner };
    }

    // More characters than this never fit into that height, whatever they are.
    function bound(width: real, height: real, pixels: int): int {
        return 60 + Math.ceil(width / (0.12 * pixels)) * Math.ceil(Math.min(height, 8000) / pixels);
    }

    function wear(block: var, scale: real) {
        const style = styles[block.kind];
        text.font.pixelSize = size(style, scale);
        text.font.weight = style.weight ?? Font.Medium;
        text.lineHeight = style.lines ?? 1;
    }

    function line(block: var, scale: real): real {
        wear(block, scale);
        return high("Ẫg", 10000);
    }

    function high(words: string, width: real): real {
        text.text = "";
        text.width = width;
        text.text = words;
        return text.implicitHeight;
    }

    function measure(block: var, scale: real): var {
        const style = styles[block.kind];
        if (style.height !== undefined)
            return { tall: style.height, wide: 0 };
        wear(block, scale);
        let tall = 0, wide = 0;
        for (let i = 0; i < block.texts.length; i += 1) {
            const at = place(block, i, scale), words = block.texts[i];
            if (words.length > bound(at.width, 8000, text.font.pixelSize))
                return { tall: 1e6, wide: room }; // no page is so tall
            tall = Math.max(tall, high(words, at.width));
            wide = Math.max(wide, at.x + text.contentWidth);
        }
        return { tall: tall + 2 * (style.pad ?? 0), wide: wide };
    }

    // Narrower than the room where else a word would stand alone in the last line: as much as brings
    // it company, and no line more. Of our letters only, which begin at the left.
    function widths(block: var, scale: real): var {
        const style = styles[block.kind];
        if (style.height !== undefined || style.align !== undefined)
            return [];
        wear(block, scale);
        return block.texts.map((words, i) => {
            const most = place(block, i, scale).width, last = words.lastIndexOf(" ");
            if (last < 0 || words.length > 300 || !Tokens.plain.test(words))
                return most;
            const head = words.slice(0, last), tall = high(words, most);
            for (let width = most; width > 0.55 * most; width -= 0.03 * most) {
                if (width < most && high(words, width) > tall)
                    break;
                if (high(head, width) === tall)
                    return width;
            }
            return most;
        });
    }

    // The block as far as it fits, at least a little of it, and the rest; null where nothing is left.
    function part(block: var, scale: real, space: real): var {
        const style = styles[block.kind];
        wear(block, scale);
        const inner = Math.max(space - 2 * (style.pad ?? 0), high("Ẫg", 10000));
        const heads = [], tails = [];
        for (let i = 0; i < block.texts.length; i += 1) {
            const words = block.texts[i];
            const at = reach(words, place(block, i, scale).width, inner);
            heads.push(words.slice(0, at).trim());
            tails.push(words.slice(at).trim());
        }
        const left = tails.some(words => words !== "");
        return [
            { kind: block.kind, texts: heads, part: true, goesOn: block.goesOn },
            left ? { kind: block.kind, texts: tails, part: true, goesOn: true } : null
        ];
    }

    // How many characters fit, to the end of a word where there is one.
    function reach(words: string, width: real, height: real): int {
        const most = Math.min(words.length, bound(width, height, text.font.pixelSize));
        if (most === words.length && high(words, width) <= height)
            return most;
        let low = 1, above = most + 1;
        while (above - low > 1) {
            const middle = (low + above) >> 1;
            if (high(words.slice(0, middle), width) <= height)
                low = middle;
            else
                above = middle;
        }
        const space = words.slice(0, low + 1).search(/\s\S*$/);
        if (space > low / 2)
            return space;
        let at = low;
        while (at > Math.max(1, low - 12) && closing.test(words.charAt(at)))
            at -= 1;
        return at;
    }

    Text {
        id: text
        font.family: Tokens.sans
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
    }
}
