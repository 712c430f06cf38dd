#!/bin/sh
# Everything that judges this project, from a fresh checkout, with one command:
#
#   sh tests/run.sh [--long] [ARGUMENTS FOR pytest]
#
# Installs what is missing (deploy/setup.sh), then: ruff, mypy, the layers, qmllint, shellcheck,
# and pytest on one virtual display. --long adds the tests marked `long`. Every step runs even
# when one before it failed; the exit code is 0 only when all passed.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=deploy/setup.sh
. "$root/deploy/setup.sh"

marks='not long'
purpose='test'
if [ "${1:-}" = --long ]; then
    shift
    marks=''
    purpose='long'
fi
setup_system "$purpose"
setup_python test
cd "$root"
bin=$root/.venv/bin
failed=''

step() {
    say "== $1"
    name=$1
    shift
    "$@" || failed="$failed, $name"
}

step "ruff check" "$bin/python" -m ruff check --quiet --output-format concise .
step "ruff format" "$bin/python" -m ruff format --quiet --check --output-format concise .
step "mypy" "$bin/python" -m mypy --no-error-summary
step "layers" "$bin/lint-imports" --no-cache
# -W 0: a warning is a failure. Whole paths: with others it overlooks what qmldir says of singletons.
step "qmllint" find "$root/signage" -name '*.qml' -exec "$bin/pyside6-qmllint" -W 0 {} +
if command -v shellcheck >/dev/null 2>&1; then
    step "shellcheck" shellcheck -x .ci/run deploy/*.sh deploy/install/*.sh \
        deploy/kiosk/signage deploy/kiosk/signage-display deploy/kiosk/signage-root \
        deploy/kiosk/signage-stick deploy/kiosk/signage-storage deploy/kiosk/signage-upgrade \
        deploy/centre/signage-unattended deploy/centre/signage-manage \
        tests/*.sh tests/deploy/*.sh
fi

start_virtual_display 1920x1080
trap 'kill "$xvfb_pid" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
step "pytest" "$bin/python" -m pytest -q -m "$marks" "$@"

if [ -n "$failed" ]; then
    say "FAILED: ${failed#, }"
    exit 1
fi
say "All passed."
