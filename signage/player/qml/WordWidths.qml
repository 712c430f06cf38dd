pragma ComponentBehavior: Bound
import QtQuick

// How much room words take, quickly enough for thousands of them: each word is measured once, and
// lines are counted from the widths. What is not of our letters Qt measures as it breaks it.
Item {
    id: root

    readonly property real tight: 0.92 // of Noto's line: Ẫ still clears the g above it
    readonly property var known: ({ bold: new Map(), medium: new Map(), widths: new Map(), lines: new Map(), odd: new Map() })

    visible: false

    // What was measured in pixels.
    function forget() {
        known.lines.clear();
        known.odd.clear();
    }

    // px of a line of Noto Sans.
    function line(size: int, weight: int): real {
        if (!known.lines.has(size))
            known.lines.set(size, measured("Ẫg", -1, size, weight).height);
        return known.lines.get(size);
    }

    // px of width of words in one line.
    function wide(words: string, size: int, weight: int): real {
        if (words === "")
            return 0;
        const found = learnt(words, weight);
        return found.plain ? Math.ceil(found.whole * size * 1.003 + 1) : odd(words, -1, size, weight).width;
    }

    // px of height of words that break where the width ends.
    function high(words: string, width: real, size: int, weight: int): real {
        if (words === "")
            return 0;
        const found = learnt(words, weight), most = (width - 1) / (size * 1.003);
        if (!found.plain || found.longest > most)
            return odd(words, width, size, weight).height;
        let lines = 1;
        if (found.whole > most) {
            const widths = found.widths, space = found.space;
            for (let i = 0, x = -space; i < widths.length; i += 1) {
                x += space + widths[i];
                if (x > most) {
                    lines += 1;
                    x = widths[i];
                }
            }
        }
        return Math.ceil(lines * line(size, weight) * tight);
    }

    // Widths of words in sizes: each word is measured once, since the letters of one size are those
    // of another, but smaller. What is not of our letters Qt breaks in its own ways (`odd`).
    function learnt(words: string, weight: int): var {
        const texts = weight === Font.Bold ? known.bold : known.medium;
        let found = texts.get(words);
        if (found)
            return found;
        found = { plain: Tokens.plain.test(words), widths: [], longest: 0, whole: 0, space: one(" ", weight) };
        if (found.plain) {
            for (const word of words.split(" ")) {
                const width = one(word, weight);
                found.widths.push(width);
                found.longest = Math.max(found.longest, width);
                found.whole += width + (found.widths.length > 1 ? found.space : 0);
            }
        }
        texts.set(words, found);
        return found;
    }

    function one(word: string, weight: int): real {
        if (word.length > 1 && /\d/.test(word)) // numbers are too many to learn, and their letters few
            return Array.from(word).reduce((sum, letter) => sum + one(letter, weight), 0);
        const key = word + "\n" + weight;
        if (!known.widths.has(key))
            known.widths.set(key, word === " " ? one("a b", weight) - one("ab", weight) : measured(word, -1, 100, weight).width / 100);
        return known.widths.get(key);
    }

    function odd(words: string, width: real, size: int, weight: int): var {
        const key = [words, width, size, weight].join("\n");
        if (!known.odd.has(key))
            known.odd.set(key, measured(words, width, size, weight));
        return known.odd.get(key);
    }

    function measured(words: string, width: real, size: int, weight: int): var {
        text.text = "";
        text.font.pixelSize = size;
        text.font.weight = weight;
        text.lineHeight = width > 0 ? tight : 1;
        text.wrapMode = width > 0 ? Text.Wrap : Text.NoWrap;
        text.width = Math.max(1, width);
        text.text = words;
        return { width: text.implicitWidth, height: text.implicitHeight };
    }

    Text {
        id: text
        font.family: Tokens.sans
        textFormat: Text.PlainText
    }
}
