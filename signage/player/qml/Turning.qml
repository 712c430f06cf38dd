import QtQuick

// The turning of a page: out, the next one, and in again, calmly, on the render thread.
QtObject {
    id: root

    required property Item target
    required property int page
    required property bool still

    signal turned

    onPageChanged: {
        if (still || !target.visible)
            turned();
        else
            away.restart();
    }

    readonly property OpacityAnimator away: OpacityAnimator {
        target: root.target
        from: 1
        to: 0
        duration: Tokens.fade / 2
        easing.type: Easing.InQuad
        onFinished: {
            root.turned();
            root.back.restart();
        }
    }

    readonly property OpacityAnimator back: OpacityAnimator {
        target: root.target
        from: 0
        to: 1
        duration: Tokens.fade / 2
        easing.type: Easing.OutQuad
    }
}
