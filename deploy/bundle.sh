#!/bin/sh
# All that a kiosk needs (or a centre), in one folder, for a stick: made on a machine with Internet,
# installed on one without.
#
#   sh deploy/bundle.sh --out FOLDER [--release TREE] [--source ADDRESS] [OPTIONS]
#   sudo sh FOLDER/install.sh kiosk          on the kiosk
#
#   --out FOLDER      where; on FAT32 and exFAT sticks too
#   --release TREE    the first release: a signed tree, as `signage publish` makes it; its root
#                     becomes the root that the kiosk trusts
#   --source ADDRESS  where the kiosk looks for newer ones (default: they come by stick alone)
#   --suite NAME      bookworm, trixie or noble (default: this machine's)
#   --arch NAME       amd64 or arm64 (default: this machine's); a Raspberry Pi is arm64, trixie
#   --display KIND    also brings what labwc, cage or x11 need
#   --centre          also brings what a centre needs
#   --cache FOLDER    keeps the system packages for the next bundle
#   --mirror URL      where Debian's or Ubuntu's packages are (default: as this machine has it)
#
# Needs Debian or Ubuntu, of any architecture, apt, and python3 with venv; no root. Whatever is for
# another architecture is fetched, not built.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=deploy/setup.sh
. "$root/deploy/setup.sh"
# shellcheck source=deploy/install/what.sh
. "$root/deploy/install/what.sh"

usage() {
    if [ $# -gt 0 ]; then say "$@"; fi
    sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
out='' release='' source='' mirror='' display='' cache='' centre=''
# shellcheck source=/dev/null
suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
arch=$(dpkg --print-architecture)
while [ $# -gt 0 ]; do
    case $1 in
    --centre)
        centre=yes
        shift
        continue
        ;;
    --out | --release | --source | --suite | --arch | --mirror | --display | --cache) ;;
    *) usage "$1 is not known." ;;
    esac
    if [ $# -lt 2 ] || [ -z "$2" ]; then usage "$1 needs a value."; fi
    case $1 in
    --out) out=$2 ;;
    --release) release=$2 ;;
    --source) source=$2 ;;
    --suite) suite=$2 ;;
    --arch) arch=$2 ;;
    --mirror) mirror=$2 ;;
    --display) display=$2 ;;
    --cache) cache=$2 ;;
    esac
    shift 2
done
if [ -z "$out" ]; then usage "Say where the bundle is to be: --out FOLDER."; fi
if [ -n "$release" ] && [ ! -f "$release/metadata/1.root.json" ]; then
    usage "$release is no signed release: \`signage publish\` makes one."
fi
display_packages "$display" "$suite" >/dev/null # here, where its refusal ends the script
case $suite in
bookworm) python=3.11 glibc=36 ;;
trixie) python=3.13 glibc=41 ;;
noble) python=3.12 glibc=39 ;;
*) usage "--suite is bookworm, trixie or noble." ;;
esac
case $arch in
amd64) machine=x86_64 ;;
arm64) machine=aarch64 ;;
*) usage "--arch is amd64 or arm64." ;;
esac
if [ "$machine" = aarch64 ] && [ "$glibc" -lt 39 ]; then
    usage "Qt for arm64 needs glibc 2.39: trixie or noble, not $suite."
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p "$out/debs" "$out/wheels"
out=$(CDPATH='' cd -- "$out" && pwd)

# The wheels, for the kiosk's Python and C library, whatever this machine's are.
say "Fetching Python packages for $suite on $arch"
python3 -m venv "$work/venv"
pip() { "$work/venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input "$@"; }
pip wheel --no-deps --wheel-dir "$work/own" "$root" || die "pip could not build the program."
set --
level=17
while [ "$level" -le "$glibc" ]; do
    set -- "$@" --platform "manylinux_2_${level}_$machine"
    level=$((level + 1))
done
set -- "$@" --platform "manylinux2014_$machine" --platform "linux_$machine"
if [ "$machine" = x86_64 ]; then
    set -- "$@" --platform manylinux_2_12_x86_64 --platform manylinux2010_x86_64 \
        --platform manylinux_2_5_x86_64 --platform manylinux1_x86_64
fi
# Packages of pure Python that are published as sources alone are built here, and fit everywhere.
pure=$(sed -n 's/^\(sgmllib3k==[^ ;]*\).*/\1/p' "$root/deploy/constraints.txt")
if [ -n "$pure" ]; then
    pip wheel --no-deps --wheel-dir "$work/own" "$pure" || die "pip could not build $pure."
fi
program=$(echo "$work"/own/signage-*.whl)
if [ -n "$centre" ]; then program="${program}[console]"; fi
pip download --dest "$out/wheels.new" --only-binary=:all: --implementation cp \
    --python-version "$python" --abi "cp$(echo "$python" | tr -d .)" --abi abi3 --abi none "$@" \
    --find-links "$work/own" -c "$root/deploy/constraints.txt" "$program" ||
    die "pip could not fetch the packages; its reasons stand above."
rm -rf "$out/wheels"
mv "$out/wheels.new" "$out/wheels"

# The system packages with all that they need, as if nothing at all were installed there.
say "Fetching system packages for $suite on $arch"
cache=${cache:-$work/debs}
mkdir -p "$work/apt/lists/partial" "$work/apt/none/partial" "$work/apt/parts" "$cache/partial"
cache=$(CDPATH='' cd -- "$cache" && pwd)
: >"$work/apt/status"
if [ -z "$mirror" ]; then
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources 2>/dev/null |
        grep -oE '^(URIs:|deb ).*' | grep -oE '[a-z+]+://[^] ]+' | head -n 1)
fi
components=main
if [ "$suite" = noble ]; then components='main universe'; fi
printf 'deb %s %s %s\ndeb %s %s-updates %s\n' "$mirror" "$suite" "$components" \
    "$mirror" "$suite" "$components" >"$work/apt/sources.list"
apt() {
    _tool=$1
    shift
    "$_tool" -qq -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts="$work/apt/parts" \
        -o Dir::State::Status="$work/apt/status" -o Dir::State::Lists="$work/apt/lists" \
        -o Dir::Cache="$work/apt" -o Dir::Cache::Archives="$cache" \
        -o APT::Architecture="$arch" -o APT::Architectures::="$arch" -o APT::Install-Recommends=false \
        -o Debug::NoLocking=true -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true \
        -o DPkg::Post-Invoke::= -o APT::Update::Post-Invoke::= "$@"
}
# Hooks of this machine's own would delete what is fetched.
# shellcheck disable=SC2034  # apt reads it
APT_CONFIG=$work/apt/apt.conf
printf '#clear DPkg::Post-Invoke;\n#clear APT::Update::Post-Invoke;\n#clear DPkg::Pre-Install-Pkgs;\n' >"$APT_CONFIG"
export APT_CONFIG
apt apt-get update || die "apt-get could not read $mirror; name another with --mirror."
# shellcheck disable=SC2154  # setup.sh sets it
wanted=$(for package in $run_packages $kiosk_packages ${centre:+$centre_packages} overlayroot openssh-server pulseaudio $(display_packages "$display" "$suite"); do
    for name in $(printf '%s' "$package" | tr '|' ' '); do
        if [ -n "$(apt apt-cache madison "$name" 2>/dev/null)" ]; then break; fi
    done
    printf '%s\n' "$name"
done)
# shellcheck disable=SC2086  # a name per word
apt apt-get install -y --download-only $wanted >/dev/null ||
    die "apt-get could not fetch the system packages; its reasons stand above."
rm -rf "$out/debs"
mkdir "$out/debs"
# shellcheck disable=SC2086  # a name per word
apt apt-get install -y -o Dir::Cache::Archives="$work/apt/none" --print-uris $wanted |
    sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p" >"$work/names"
while read -r deb; do
    # Epochs are written %3a there; sticks and apt both want plain names.
    name=$(printf '%s' "$deb" | sed 's/%3a/./')
    cp "$cache/$deb" "$out/debs/$name"
    dpkg-deb -f "$out/debs/$name"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$name" "$(stat -c %s "$out/debs/$name")" \
        "$(sha256sum "$out/debs/$name" | cut -d' ' -f1)"
done <"$work/names" >"$out/debs/Packages"
[ -s "$out/debs/Packages" ] || die "apt-get named no packages."

# The installer, the release, and what it all is.
rm -rf "$out/deploy" "$out/release" "$out/1.root.json"
mkdir "$out/deploy"
cp -R "$root/deploy/." "$out/deploy/"
rm -rf "$out/deploy/sample" "$out/deploy/__pycache__"
if [ -n "$release" ]; then
    cp -R "$release" "$out/release"
    cp "$release/metadata/1.root.json" "$out/1.root.json"
fi
cat >"$out/install.sh" <<'INSTALL'
#!/bin/sh
# Installs from this folder, without a network: sudo sh install.sh kiosk
exec sh "$(dirname -- "$0")/deploy/install.sh" "$@"
INSTALL
{
    printf 'version=%s\n' "$(source_version "$root")"
    # Without an address, newer releases come by stick; one may still be copied to that folder.
    printf 'suite=%s\narch=%s\nsource=%s\ncentre=%s\n' \
        "$suite" "$arch" "${source:-/srv/signage/release}" "${centre:-no}"
} >"$out/BUNDLE"
(cd "$out" && find . -type f ! -name SHA256SUMS -print | LC_ALL=C sort | xargs -d '\n' sha256sum) >"$work/sums"
mv "$work/sums" "$out/SHA256SUMS"
say "The bundle is in $out, $(du -sm "$out" | cut -f1) MB. On the kiosk: sudo sh install.sh kiosk"
