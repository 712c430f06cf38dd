import QtQuick

// Who gets which part of a slide: words at the left, picture and code at the right; or, upright,
// the picture above and the code below. A very wide picture lies above the words anyway.
QtObject {
    required property real wide
    required property real tall
    required property real top // margin, with what stands at the head
    required property real aspect // of the picture; 0: none
    required property size card // of the code with what is said of it

    property real share: 0.5 // of the width, that a picture may have

    readonly property bool upright: tall > wide
    readonly property real left: 1.5 * Tokens.margin
    readonly property real foot: Math.min(tall - Tokens.margin - 12 * Tokens.unit, 0.973 * tall - 54 * Tokens.unit)
    readonly property real space: foot - top
    readonly property bool above: aspect > 0 && (upright || aspect > 2)
    readonly property bool aside: !upright && (card.width > 0 || (aspect > 0 && !above))
    readonly property real between: 0.8 * Tokens.margin

    readonly property real column: aside ? Math.max(card.width, above || aspect <= 0 ? 0 : Math.min(share * (wide - left - Tokens.margin), figureTall * aspect)) : 0
    readonly property real figureTall: above ? Math.min(0.4 * space, width / aspect) : space - (card.height > 0 ? card.height + between : 0)
    readonly property real width: wide - left - Tokens.margin - (upright || card.width === 0 || !above ? 0 : card.width + between)

    readonly property rect figure: {
        if (aspect <= 0)
            return Qt.rect(left, top, 0, 0);
        if (above) {
            const across = Math.min(width, figureTall * aspect);
            return Qt.rect(left, top, across, across / aspect);
        }
        const across = Math.min(column, figureTall * aspect), down = across / aspect;
        const used = down + (card.height > 0 ? between + card.height : 0);
        return Qt.rect(wide - Tokens.margin - column + (column - across) / 2, top + (space - used) / 2, across, down);
    }

    readonly property point code: {
        if (upright)
            return Qt.point((wide - card.width) / 2, foot - card.height);
        const x = wide - Tokens.margin - column + (column - card.width) / 2;
        if (aspect > 0 && !above)
            return Qt.point(x, figure.y + figure.height + between);
        return Qt.point(x, top + (space - card.height) / 2);
    }

    readonly property rect words: {
        const y = above ? figure.y + figure.height + between : top;
        const end = upright && card.height > 0 ? foot - card.height - between : foot;
        return Qt.rect(left, y, wide - left - Tokens.margin - (aside ? column + between : 0), end - y);
    }
}
