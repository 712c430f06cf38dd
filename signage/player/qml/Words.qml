pragma Singleton
import QtQuick

// The player's own words, set once at the start from the catalogue in the screen's language.
QtObject {
    property var scan: ["", ""]
    property var urgent: ["", ""]
}
