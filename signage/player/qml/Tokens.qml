pragma Singleton
import QtQuick

// The design in one place: every size is a multiple of `unit`, every colour has a name and a use.
QtObject {
    // One line of a 1080-line screen, in pixels; the stage sets it, portrait and landscape alike.
    property real unit: 1

    // Type, in units: at 5 m on 55 inches, 56 is the least for a text that must be read.
    readonly property real display: 104 * unit
    readonly property real title: 80 * unit
    readonly property real body: 64 * unit
    readonly property real strip: 54 * unit
    readonly property real label: 44 * unit
    readonly property real small: 36 * unit

    // Noto's own line is 1.36 of the size, room for Ẫ above and g below: never set it tighter.
    readonly property string sans: "Noto Sans"

    // Space
    readonly property real gap: 24 * unit
    readonly property real margin: 72 * unit
    readonly property real radius: 20 * unit

    // Regions
    readonly property real stripHeight: 116 * unit
    readonly property real panelWidth: 500 * unit
    readonly property real panelHeight: 480 * unit // of the panel below, on an upright screen

    // Colour: lacquer red and gold on rice paper
    readonly property color paper: "#fbf6ea"
    readonly property color ink: "#2b1712"
    readonly property color inkSoft: "#6b4a3a"
    readonly property color lacquer: "#8c1c1c"
    readonly property color lacquerDeep: "#6a1214"
    readonly property color gold: "#d9a441"
    readonly property color goldSoft: "#f1d9a3"
    readonly property color mat: "#241511" // around pictures that do not fill the screen
    readonly property color inkOnLacquer: "#fff6e3"

    // Motion
    readonly property int fade: 500 // ms
    readonly property real charactersPerSecond: 9
}
