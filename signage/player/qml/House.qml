pragma Singleton
import QtQuick

// Whose screen this is, and what it knows of the day; set from Python, in the screen's language.
QtObject {
    id: house

    property var names: [""] // the centre's, at least one
    property string place: "" // the screen's
    property string emblem: "" // a URL; empty: the neutral mark
    property bool plate: false // whether the emblem needs white below it
    property bool quick: false // whether the first frame may wait for it
    property string spoilt: "" // that of these URLs which could not be drawn
    property bool settled: false // the first frames are out: what is not seen yet may be made ready
    property bool ahead: true // whether that is made ready, out of sight; a picture has no need of it
    readonly property Timer start: Timer {
        interval: 1500
        running: house.ahead
        onTriggered: house.settled = true
    }

    // Units of the name's type where it has a small place: no name is cut, a very long one is small.
    function fitting(usual: real, narrow: bool): real {
        const long = names[0].length * (narrow ? 1.3 : 1);
        return long > 140 ? usual * 0.6 : long > 90 ? usual * 0.7 : long > 60 ? usual * 0.85 : usual;
    }

    function forget(emblem: string) {
        spoilt = emblem;
    }

    property string time: "" // empty while the clock is not trusted
    property string date: ""
    property var lunar: [] // the day and its month; the year
    property string weather: ""
}
