pragma Singleton
import QtQuick

// The player's own words, set once at the start from the catalogue in the screen's language.
QtObject {
    property var scan: ["", ""]
    property var urgent: ["", ""]
    property var facts: [["Thời hạn", "Time"], ["Lệ phí", "Fee"], ["Quầy", "Counter"]] // of a procedure
    property string page: "Trang"

    function pageOf(number: int, count: int): string {
        return count > 1 ? page + " " + number + "/" + count : "";
    }
}
