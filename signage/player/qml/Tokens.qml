pragma Singleton
import QtQuick

// The design in one place: every size is a multiple of `unit`, every colour is named by its role.
QtObject {
    // One line of a 1080-line screen, in pixels; the stage sets it, portrait and landscape alike.
    // The shorter side is 1080 units, and the longer one no less than 1440: type keeps its size.
    property size stage: Qt.size(1920, 1080) // px, which the stage sets
    readonly property real unit: Math.max(0.1, Math.min(Math.min(stage.width, stage.height) / 1080, Math.max(stage.width, stage.height) / 1440))
    readonly property real span: stage.width / unit
    readonly property real tall: Math.max(1080, stage.height / unit)

    // Type, in units. At 5 m on 55 inches a message needs 64, the strip 56; what is less is no message.
    readonly property real display: 104 * unit
    readonly property real title: 80 * unit
    readonly property real body: 64 * unit
    readonly property real strip: 56 * unit
    readonly property real label: 44 * unit
    readonly property real small: 36 * unit

    // Noto's own line is 1.36 of the size, room for Ẫ above and g below: never set it tighter.
    readonly property string sans: "Noto Sans"
    // Of our letters, from left to right: such words go on in the next line at a space.
    readonly property var plain: /^[\u0020-\u024f\u1e00-\u1eff\u2010-\u2026₫€]*$/

    // Space
    readonly property real gap: 24 * unit
    readonly property real margin: 72 * unit
    readonly property real safe: 48 * unit // 2.5 % of the longer side: a frame may cover what is nearer to the edge
    readonly property real radius: 20 * unit
    readonly property real rule: 6 * unit // of the lines that part regions

    // Regions
    readonly property real extra: (tall / 40 - 27) * unit // an upright screen's safe margin is higher
    readonly property real stripHeight: 132 * unit + extra
    readonly property bool narrow: span < 1600 // two things side by side have no room
    readonly property real headHeight: (narrow ? 204 : 160) * unit + extra
    readonly property real panelWidth: Math.max(520, Math.min(660, Math.round(span * 0.28125))) * unit
    readonly property real panelHeight: 560 * unit // of the panel below, on an upright screen

    // Colours, set by Python from themes/*.json before the first frame; these are son-duong's.
    property var theme: ({
            ground: "#fbf6ea", groundText: "#2b1712", groundSoft: "#6b4a3a", heading: "#8c1c1c", line: "#e8d9bb",
            card: "#fffdf7", cardText: "#2b1712", cardSoft: "#6b4a3a", primary: "#8c1c1c", primaryText: "#fff6e3",
            chrome: "#6a1214", chromeLight: "#8c1c1c", chromeText: "#fff6e3", chromeSoft: "#f1d9a3",
            accent: "#d9a441", accentLight: "#f1d9a3", accentText: "#2b1712",
            mat: "#241511", matText: "#ffffff", matSoft: "#f1d9a3",
            alarm: "#a51219", alarmText: "#ffffff", alarmSoft: "#ffe3b0", alarmHead: "#ffd02e", alarmHeadText: "#2a0a06"
        })

    // Slides and boards
    readonly property color ground: theme.ground
    readonly property color groundText: theme.groundText
    readonly property color groundSoft: theme.groundSoft
    readonly property color heading: theme.heading // words on the ground, and on a card
    readonly property color line: theme.line // no words: edges, what parts rows
    readonly property color card: theme.card
    readonly property color cardText: theme.cardText
    readonly property color cardSoft: theme.cardSoft
    // What is filled with the centre's own colour
    readonly property color primary: theme.primary
    readonly property color primaryText: theme.primaryText
    // Strip, panel, head, emblem screen: dark in every theme
    readonly property color chrome: theme.chrome
    readonly property color chromeLight: theme.chromeLight // the lighter end of a gradient
    readonly property color chromeText: theme.chromeText
    readonly property color chromeSoft: theme.chromeSoft
    readonly property color accent: theme.accent
    readonly property color accentLight: theme.accentLight // no words
    readonly property color accentText: theme.accentText
    // Around pictures that do not fill the screen, and behind words that lie on them
    readonly property color mat: theme.mat
    readonly property color matText: theme.matText
    readonly property color matSoft: theme.matSoft
    readonly property color scrim: Qt.alpha(mat, 0.82)
    // A warning looks the same in every theme
    readonly property color alarm: theme.alarm
    readonly property color alarmText: theme.alarmText
    readonly property color alarmSoft: theme.alarmSoft
    readonly property color alarmHead: theme.alarmHead
    readonly property color alarmHeadText: theme.alarmHeadText
    // A code is black on white, whatever the theme
    readonly property color sheet: "#ffffff"
    readonly property color sheetText: "#1d1512"

    // Motion
    readonly property int fade: 500 // ms
}
