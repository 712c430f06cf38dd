"""Every limit, a named field with its unit: change them here and nowhere else.

Structs of msgspec, since a screen starts in a tenth of a second and dataclasses would cost a tenth
of that.
"""

from __future__ import annotations

import msgspec

__all__ = [
    "CLOCK",
    "CONTENT",
    "FEEDS",
    "INTAKE",
    "NETWORK",
    "PLAYER",
    "POWER",
    "RELEASE",
    "REPORTS",
    "SCHEDULE",
    "SIGNED",
    "SOURCE",
    "STORE",
    "SUPERVISOR",
    "ClockLimits",
    "ContentLimits",
    "FeedLimits",
    "IntakeLimits",
    "NetworkLimits",
    "PlayerLimits",
    "PowerLimits",
    "ReleaseLimits",
    "ReportLimits",
    "ScheduleLimits",
    "SignedLimits",
    "SourceLimits",
    "StoreLimits",
    "SupervisorLimits",
]


class ContentLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a central folder may hold."""

    playlist_bytes: int = 1_000_000
    """Of one YAML file; more is a fault."""
    depth: int = 32
    """Of nested lists and mappings in YAML."""
    image_pixels: int = 120_000_000
    """Of one picture: beyond, decoding it would not leave a Pi the memory to play."""
    text_bytes: int = 1_000_000
    """Of a ticker file or subtitles."""
    default_duration: float = 10.0
    """Seconds an item is shown when nothing says otherwise."""
    longest_duration: float = 86_400.0
    """Seconds; a day."""
    emergency_hours: float = 24.0
    """An emergency runs at most this long."""
    url_characters: int = 300
    """Of an address: a QR code of more cannot be scanned across a lobby."""
    text_characters: int = 4000
    """Of one text in one language."""
    entries: int = 50
    """Of the list of one slide."""
    table_rows: int = 13
    """Of the table of one slide, its heading included."""
    table_columns: int = 6
    """Of such a table: a cell of more is too narrow for words that are read from afar."""
    codes: int = 4
    """Of one item of big codes."""
    board_rows: int = 2_000
    """Procedures in one file; a commune has some four hundred."""
    cell_characters: int = 300
    """Of one cell of a board: names of procedures are long."""
    caption_fits: int = 120
    """Characters of a caption in one language beyond which `check` warns: nobody reads it all."""
    cell_fits: int = 120
    """The same of a procedure's name on its card."""
    qr_drawn: int = 200
    """Different addresses whose codes `check` draws and reads; of more, it judges the length."""
    ticker_slowest: float = 4.0
    """Characters a second that a strip may be told to run at least."""
    ticker_fastest: float = 30.0
    """Characters a second at most: beyond, nobody reads it."""
    path_characters: int = 500
    """Of a path under `media/`."""
    head_bytes: int = 4096
    """Read of each media file to tell what it is."""
    svg_bytes: int = 10_000_000
    """Of one drawing; it is read whole, in search of scripts and references."""


class SourceLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How the agent follows a central folder."""

    settle: float = 0.1
    """Seconds without an event before the folder is read (debounce)."""
    still: float = 0.6
    """Seconds in which size and mtime must not change before a file counts as complete."""
    rescan: float = 30.0
    """Seconds; events are hints, so the folder is read again at least this often."""
    poll: float = 2.0
    """Seconds between looks at a folder on a network mount."""
    retry: float = 2.0
    """Seconds before the first retry after a failure; doubles up to `retry_most`."""
    retry_most: float = 60.0
    """Seconds between retries at most."""
    prepare_timeout: float = 120.0
    """Seconds in which one file must decode at intake."""
    doubt: float = 5.0
    """Seconds: a changed file that does not decode counts as half-copied until it has been still
    this long, since a copy over wifi pauses."""
    slice: float = 2.0
    """Seconds of taking in after which what is complete is activated before going on."""


class IntakeLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What decoding one file at intake may cost; a hostile file ends there, and costs itself."""

    memory: int = 2_000_000_000
    """Bytes of address space of the process that decodes."""
    idle: float = 60.0
    """Seconds after which that process goes, when there is nothing to decode."""
    files: int = 500
    """Files after which it is replaced, so that what a library leaks does not add up."""
    svg_bytes: int = 10_000_000
    """Of one SVG drawing."""
    svg_elements: int = 100_000
    """Drawn, each `use` counted as what it repeats."""
    svg_depth: int = 100
    """Of nested elements."""
    pdf_pages: int = 500
    """Of one PDF."""
    text_lines: int = 2_000
    """Of one ticker file."""
    cues: int = 20_000
    """Of one subtitles file."""
    row_faults: int = 20
    """Rows of one board of which it is told why they are left out; of the others, how many."""
    codes: int = 4_000
    """QR codes of all that is shown together; a row of a board beyond them has none."""
    tail: float = 2.0
    """Seconds at the end of a video that must decode: a truncated one lacks them."""
    screen_width: int = 3840
    """Pixels of the largest screen; a rendition of a picture still covers it."""
    screen_height: int = 2160
    """Pixels of the largest screen."""
    rendition_below: float = 0.9
    """Scale under which a picture gets a rendition: nearer to the screen's size, none is worth
    the loss."""
    rendition_pixels: int = 24_000_000
    """Of one rendition: a panorama that covers the screen's height may be ten screens wide."""
    rendition_quality: int = 90
    """Of its JPEG, 1 to 95."""
    rendition_bytes: int = 60_000_000
    """Of one rendition; where it would be more, the original stays in use."""


class ReleaseLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a signed release may be, and what unlocking a key costs."""

    manifest_bytes: int = 32_000_000
    """Of one manifest: 10,000 files and items are about 3 MB."""
    metadata_bytes: int = 512_000
    """Of one file of signed metadata; they are about a kilobyte."""
    keys_days: int = 3653
    """Days for which root and targets are valid: ten years."""
    content_days: int = 396
    """Days for which a release and an emergency are valid: 13 months."""
    online_days: int = 30
    """Days for which snapshot and timestamp are valid; they are signed anew each day."""
    notice_days: int = 60
    """Days before something ends at which whoever publishes is told."""
    most_days: int = 730
    """Days for which `--expires` may lengthen those of a stick."""
    clock_back: float = 3600.0
    """Seconds by which the clock may be behind the last publication."""
    lock_wait: float = 20.0
    """Seconds to wait for another publication with the same keys."""
    freezes: int = 4
    """Attempts at a folder that changes while it is read."""
    freeze_pause: float = 0.5
    """Seconds before the second attempt; longer by as much before each further one."""
    unlock_memory: int = 131_072
    """KiB that Argon2id fills for each try of a passphrase."""
    unlock_passes: int = 4
    """Over that memory: 0.3 s on the machine of FIELD-NOTES, under 1 s on a Raspberry Pi 4."""
    unlock_lanes: int = 4
    unlock_memory_most: int = 1_048_576
    """KiB that a key file may ask for: a foreign one must not exhaust this machine."""
    unlock_passes_most: int = 64
    root_keys_most: int = 9
    """Root keys at most."""
    signers_most: int = 64
    """Reviewers who may have to sign one release."""
    pin_characters: int = 12
    """Of a passphrase of digits alone at least: a PIN never unlocks a key."""
    passphrase_bytes: int = 1024
    """Of a passphrase at most."""


class FeedLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How headlines are fetched for the ticker, and what one may be."""

    feed_bytes: int = 2_000_000
    """Of one feed, unpacked; more is refused."""
    fetch: float = 10.0
    """Seconds for one feed in all: name, connection, redirects, every byte."""
    read: float = 10.0
    """Seconds of CPU to make headlines of it."""
    memory: int = 1_000_000_000
    """Bytes of address space of the process that fetches and reads."""
    interval: float = 900.0
    """Seconds between two questions to a feed that answers."""
    spread: float = 0.2
    """Share by which a pause is longer or shorter, so that screens do not ask all at once."""
    retry: float = 60.0
    """Seconds before the first retry after a failure; doubles up to `retry_most`."""
    retry_most: float = 3_600.0
    """Seconds between retries at most."""
    retry_after_most: float = 21_600.0
    """Seconds that a server may ask for with Retry-After."""
    at_once: int = 2
    """Feeds fetched side by side."""
    feeds: int = 20
    """Feeds of one folder that are fetched; the others are told of."""
    pause: float = 300.0
    """Seconds between two writings of headlines that changed: cards do not last for ever."""
    keep: float = 172_800.0
    """Seconds that the headlines of a line without `age:` stay while its feed fails."""
    headlines: int = 100
    """Kept of one feed; the highest `max:`."""
    characters: int = 200
    """Of one headline; what is longer is cut between words."""
    source_characters: int = 40
    """Of the name of a source."""
    redirects: int = 5
    """Followed for one request."""


class StoreLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The kiosk's own copy."""

    keep_free: int = 200_000_000
    """Bytes of the disk that taking in content never uses up."""
    budget: int = 8_000_000_000
    """Bytes of all bodies together, beyond which those that nothing names go; what is active or
    was before it, and what a release needs, stays however much it is."""
    check_slice: int = 4_000_000
    """Bytes that a step of re-hashing reads at most, so that the agent's loop goes on."""
    check_ease: float = 3.0
    """Pause after such a step, in lengths of it: a quarter of a core at most, and of the disk."""
    cut_hours: float = 24.0
    """Of elapsed time, after which what a duty person armed by name (`cut --show`) ends."""


class ClockLimits(msgspec.Struct, frozen=True, kw_only=True):
    """When a clock is believed."""

    save: float = 3600.0
    """Seconds between two savings of the trusted time, at least: flash memory wears."""
    agreement: float = 120.0
    """Seconds by which a battery clock may differ from the system's and still count as the same:
    the kernel sets it every 11 minutes, and it loses a second or two a day."""
    signed_years: int = 15
    """Years after this version was made beyond which no `created` of a release is believed."""
    folder_years: int = 3
    """The same for the time of a file in a plain folder, which nobody has signed."""


class ScheduleLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How far the schedule looks ahead."""

    horizon: int = 400
    """Days in which the next change is looked for where rules recur each year, leap months and
    leap years included; a decision that stands longer is asked for again after them."""


class PlayerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The director's patience."""

    first_frame: float = 10.0
    """Seconds from opening an item to its first frame (xibo-dotnetclient#186)."""
    stalled: float = 3.0
    """Seconds a video may play without a new frame."""
    shortest: float = 1.0
    """Seconds an item stays at least, so that one that ends at once cannot flicker."""
    transition: float = 3.0
    """Seconds after which a transition counts as over, whatever the scene says."""
    penalty: float = 5.0
    """Seconds a failed item is left out at first; doubles up to `penalty_most`."""
    penalty_most: float = 600.0
    """Seconds a failing item is left out at most."""
    overdue: float = 5.0
    """Seconds by which a deadline of the director may be late before the player counts as stuck."""
    redraw: float = 10.0
    """Seconds between two redraws that are asked for to see whether the display takes them."""
    swap: float = 2.0
    """Seconds in which such a redraw must be on the display."""
    sound: float = 60.0
    """Seconds a clip has to play for its failures to be forgotten; else when it came to its end."""
    ahead: float = 3600.0
    """Seconds before an emergency begins in which its first item is kept decoded."""
    ticker_speed: float = 12.0
    """Characters a second that the strip runs, for a screen that says nothing else."""
    board_page: int = 12
    """Procedures on one page of a board."""
    qr_seconds: float = 15.0
    """Seconds that a code stays at least, so that a phone can be got out (`check` warns)."""
    window_side: int = 16_384
    """Pixels of a window's width or height at most: beyond, no GPU draws it."""


class PowerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How patiently the display is switched on and off."""

    settle: float = 1.0
    """Seconds before anything is switched: the first frame goes first."""
    call: float = 30.0
    """Seconds for one command; CEC takes 10 to 20 (Anthias#3267)."""
    retry: float = 15.0
    """Seconds before the first retry after a failure; doubles up to `retry_most`."""
    retry_most: float = 900.0
    """Seconds between retries at most."""
    look: float = 0.1
    """Seconds between looks whether a command is done, or something else is wanted by now."""
    ending: float = 5.0
    """Seconds for a command that was killed to be gone; one hanging in the kernel takes longer."""


class SupervisorLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How the two processes of `play` and `run` are kept alive."""

    watchdog: float = 15.0
    """Seconds without a sign of progress after which a process is started again."""
    restart: float = 0.2
    """Seconds before a process that ended is started again; doubles while it keeps ending."""
    restart_most: float = 2.0
    """Seconds before a restart at most: a display that comes back shows content within three."""
    settled: float = 30.0
    """Seconds a process must have lived for its end to count as the first one."""
    grace: float = 1.5
    """Seconds between SIGTERM and SIGKILL."""


class NetworkLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How a source is asked over a network, and how patiently."""

    connect: float = 10.0
    """Seconds in which one address must take a connection."""
    stall: float = 30.0
    """Seconds over which the least speed is taken; a server that is silent so long is stalled."""
    least_speed: int = 1_000
    """Bytes a second; less than this for `stall` seconds is a stalled transfer."""
    redirects: int = 5
    """Followed for one request."""
    chunk: int = 256 * 1024
    """Bytes read at once: twice as fast as small ones, and short enough to stop between."""
    poll: float = 3.0
    """Seconds between two questions whether there is something new."""
    spread: float = 0.2
    """Share by which a pause is longer or shorter, so that screens do not ask all at once."""
    at_once: int = 3
    """Downloads side by side."""
    hopeless: int = 3
    """Failures of the network in a row after which no further file is tried in this round."""
    retry: float = 2.0
    """Seconds before the first retry after a failure; doubles up to `retry_most`."""
    retry_most: float = 60.0
    """Seconds between retries at most."""
    retry_after_most: float = 300.0
    """Seconds that a server may ask for with Retry-After: an emergency cannot wait for longer."""
    mirror_files: int = 2_000
    """Files of one playlist behind a plain URL."""
    mirror_file_bytes: int = 2_000_000_000
    """Of one such file."""
    mirror_media: float = 60.0
    """Seconds between questions whether such files changed under the same name; the playlist itself
    is asked for every `poll` seconds."""


class SignedLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How a signed release is followed."""

    root_bytes: int = 512_000
    """Of one root metadata file."""
    timestamp_bytes: int = 16_384
    """Of `timestamp.json`, the one file that is polled."""
    snapshot_bytes: int = 262_144
    """Of a snapshot where nothing says its length."""
    targets_bytes: int = 1_048_576
    """Of a role's metadata where nothing says its length; two small targets need a kilobyte."""
    recheck: float = 3600.0
    """Seconds after which everything is verified again although nothing seems to have changed."""
    look: float = 30.0
    """Seconds between looks whether every body of the active release is still in the store."""
    save: float = 30.0
    """Seconds of examining after which what was learned is saved."""
    attempts: int = 3
    """Failures after which nobody waits for a source that never answered, who came only once."""
    sticks: tuple[str, ...] = ("/media", "/run/media", "/mnt")
    """Folders under which removable disks are mounted."""


class ReportLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen tells the centre's console, and how it is paired with it."""

    every: float = 30.0
    """Seconds between two reports."""
    every_most: float = 300.0
    """Seconds between two attempts at most, while the console does not take them."""
    picture_every: float = 20.0
    """Seconds that a picture of what is on serves whoever asks for one."""
    picture_side: int = 640
    """Pixels of its longer side at most."""
    picture_quality: int = 70
    """Of its JPEG, of 100."""
    picture_bytes: int = 200_000
    """Of that JPEG at most; larger ones are not sent."""
    picture_wait: float = 3.0
    """Seconds in which the player must have given it."""
    status_bytes: int = 65_536
    """Of a status at most, as JSON; of one that is longer the lists are cut."""
    answer_bytes: int = 131_072
    """Of an answer of the console."""
    pairing_poll: float = 3.0
    """Seconds between two questions whether an administrator confirmed the code."""
    pairing_minutes: float = 15.0
    """For which a code serves."""
    silent_minutes: float = 10.0
    """After which a screen that reports nothing is told of."""


CLOCK = ClockLimits()
CONTENT = ContentLimits()
SOURCE = SourceLimits()
INTAKE = IntakeLimits()
FEEDS = FeedLimits()
NETWORK = NetworkLimits()
STORE = StoreLimits()
RELEASE = ReleaseLimits()
REPORTS = ReportLimits()
SCHEDULE = ScheduleLimits()
SIGNED = SignedLimits()
PLAYER = PlayerLimits()
POWER = PowerLimits()
SUPERVISOR = SupervisorLimits()
