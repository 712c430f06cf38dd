pragma ComponentBehavior: Bound
import QtQuick

// How much room the words of a card take, set as `Card` sets them.
Item {
    id: root

    required property real unit

    visible: false

    function space(scale: real): real {
        return 10 * unit * scale;
    }

    function nameSize(scale: real): int {
        return Math.round(44 * unit * scale);
    }

    function factSize(scale: real): int {
        return Math.round(36 * unit * Math.max(1, scale * 0.92));
    }

    // Whether a label stands beside what it names; else above it.
    function abreast(width: real): bool {
        return width >= 370 * unit;
    }

    function labels(width: real): real {
        return Math.min(0.48 * width, 200 * unit);
    }

    // What stands at the right of the first line: the counter, where it is told in a few words.
    function counter(row: var): string {
        const word = Words.facts[2][0], bare = row.counter;
        if (bare === "" || bare.length > 9)
            return "";
        return bare.toLowerCase().startsWith(word.toLowerCase()) ? bare : word + " " + bare;
    }

    function facts(row: var): var {
        const few = counter(row) !== "";
        return [[Words.facts[0], row.days], [Words.facts[1], row.fee], [Words.facts[2], few ? "" : row.counter]].filter(each => each[1] !== "");
    }

    function first(row: var, width: real): real {
        const said = counter(row), size = factSize(1);
        const one = row.code === "" ? 0 : high(row.code, 0.55 * width, size, Font.Medium);
        return Math.max(one, said === "" ? 0 : high(said, 0.45 * width, size, Font.Bold));
    }

    function head(row: var, width: real, scale: real): real {
        return first(row, width) + high(row.name, width, nameSize(scale), Font.Bold);
    }

    function told(row: var, width: real, scale: real): real {
        const beside = abreast(width), size = factSize(scale);
        return facts(row).reduce((sum, fact) => {
            const label = high(fact[0][0], beside ? labels(width) : width, size, Font.Medium);
            const tall = high(fact[1], beside ? width - labels(width) : width, size, Font.DemiBold);
            return sum + (beside ? Math.max(label, tall) : label + tall);
        }, 0);
    }

    function high(words: string, width: real, size: int, weight: int): real {
        text.text = "";
        text.font.pixelSize = size;
        text.font.weight = weight;
        text.width = width;
        text.text = words;
        return text.implicitHeight;
    }

    function wide(words: string, size: int, weight: int): real {
        text.text = "";
        text.font.pixelSize = size;
        text.font.weight = weight;
        text.text = words;
        return text.implicitWidth;
    }

    Text {
        id: text
        font.family: Tokens.sans
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
    }
}
