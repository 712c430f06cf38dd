pragma ComponentBehavior: Bound
import QtQuick
import QtMultimedia

// A clip: opened paused and muted, ready with its first frame, at its end the last frame stays.
View {
    id: root

    required property bool loop
    property bool opened: false

    signal ended

    position: player.position
    fills: output.contentRect.width >= width && output.contentRect.height >= height

    onPlayingChanged: if (playing) player.play()
    Component.onCompleted: player.pause()

    MediaPlayer {
        id: player
        source: "file://" + root.view.source
        videoOutput: output
        audioOutput: sound.item as AudioOutput
        loops: root.loop ? MediaPlayer.Infinite : 1
        onMediaStatusChanged: {
            if (mediaStatus === MediaPlayer.EndOfMedia)
                root.ended();
            else if (mediaStatus === MediaPlayer.InvalidMedia)
                root.failed("the clip cannot be opened: " + errorString);
        }
        onErrorOccurred: (_error, text) => root.failed("the clip cannot be played: " + text)
    }

    // Without volume there is no audio output at all: nothing to open, to decode or to fail.
    Loader {
        id: sound
        active: root.view.volume > 0
        sourceComponent: AudioOutput {
            muted: !root.playing
            volume: root.view.volume / 100
        }
    }

    VideoOutput {
        id: output
        anchors.fill: parent
        endOfStreamPolicy: VideoOutput.KeepLastFrame
        fillMode: root.view.fit === "cover" ? VideoOutput.PreserveAspectCrop
                : root.view.fit === "stretch" ? VideoOutput.Stretch : VideoOutput.PreserveAspectFit
    }

    Connections { // until the first frame only: nothing of ours runs per frame
        target: output.videoSink
        enabled: !root.opened
        function onVideoFrameChanged() {
            if (output.videoSink.videoSize.width > 0) {
                root.opened = true;
                root.ready();
            }
        }
    }

    Loader {
        x: (root.width - width) / 2
        y: root.height - height - Tokens.margin
        active: root.view.cues.length > 0
        sourceComponent: Subtitles {
            cues: root.view.cues
            running: root.playing
            position: () => player.position / 1000
            widest: root.width - 2 * (root.view.qr === "" ? Tokens.margin : 470 * Tokens.unit) // beside the code
            tallest: root.height * 0.4
        }
    }
}
