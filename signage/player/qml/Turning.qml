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
            motion.restart();
    }

    readonly property SequentialAnimation motion: SequentialAnimation {
        OpacityAnimator { target: root.target; from: 1; to: 0; duration: Tokens.fade / 2; easing.type: Easing.InQuad }
        ScriptAction { script: root.turned() }
        OpacityAnimator { target: root.target; from: 0; to: 1; duration: Tokens.fade / 2; easing.type: Easing.OutQuad }
    }
}
