pragma Singleton
import QtQuick

// The player's own words, set once at the start from the catalogue in the screen's language.
QtObject {
    property var scan: ["", ""]
    property var urgent: ["", ""]
    property var facts: [["Thời hạn", "Time"], ["Lệ phí", "Fee"], ["Quầy", "Counter"]] // of a procedure
    property string page: "Trang"

    // `Trang 2/3`; and where one of these turned out to need several, which of them.
    function pageOf(number: int, count: int, part: int, parts: int): string {
        const pages = count > 1 ? page + " " + number + "/" + count : "";
        const within = parts > 1 ? (Math.min(part, parts - 1) + 1) + "/" + parts : "";
        if (pages === "")
            return within === "" ? "" : page + " " + within;
        return within === "" ? pages : pages + "  ·  " + within;
    }
}
