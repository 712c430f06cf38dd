"""Small signed trees, made in milliseconds, for tests of whatever reads them.

```python
centre = Centre(tmp_path)                 # tmp_path/{folder,keys,tree}; keys are made at once
centre.write({"p.yaml": PLAYLIST_YAML}, {"a.jpg": JPEG})
centre.publish()                          # -> Published; as often as you like
centre.publish(role="emergency")          # the folder's emergency playlists alone
centre.refresh(days=1)                    # snapshot and timestamp alone
centre.clock += timedelta(days=31)        # the centre's time: everything it signs follows it
centre.root                               # the bytes of 1.root.json, to be pinned
centre.tree                               # the folder to serve, or to read as a stick

add(centre.office, centre.keyring(), centre.clock, role="release", name="lan")   # and so on:
                                          # signage.release.keys has init, add, rotate, revoke
centre.keyring("another passphrase")      # what opens with that one
```

Attacks are forged with the real keys, past every check of ours:

```python
centre.sign("release", targets)           # -> bytes: any tuf `Signed`, by every key of that role
centre.sign("timestamp", timestamp, by="release")     # ... by those of another
centre.read("timestamp.json")             # -> tuf Metadata of a file of the tree
centre.put("2.release.json", data)        # writes under metadata/, past everything
centre.reseal(release=data)               # snapshot and timestamp over given role files' bytes
                                          # (release=, emergency=, targets=), at the next versions
centre.manifest(manifest, "release")      # publishes a Manifest as it is, unjudged (no bodies)
```

Unlocking costs nothing here: `CHEAP` is Argon2id with 8 KiB. The passphrase of all keys is
`PASSPHRASE`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from signage.release import keys
from signage.release._authority import PATHS, holders
from signage.release.publish import (
    ContentRole,
    Cost,
    Given,
    Keyring,
    Office,
    Published,
    publish,
    refresh,
)
from tests.content.folders import make

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from signage.release._authority import Authority
    from signage.release.manifest import Manifest

__all__ = ["CHEAP", "EMERGENCY_YAML", "NOW", "PASSPHRASE", "PLAYLIST_YAML", "Centre", "fill"]

PASSPHRASE = "bốn từ khó đoán"  # noqa: S105  (of keys that guard nothing)
CHEAP = Cost(memory=8, passes=1, lanes=1)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PLAYLIST_YAML = "name: Sảnh chính\nitems:\n- image: a.jpg\n"
EMERGENCY_YAML = (
    "name: Lũ quét\npriority: emergency\nwhen: [{until: 2026-11-24T08:00}]\n"
    "items:\n- slide: {title: {vi: Lũ quét, en: Flash flood}}\n"
)


def fill(root: Path, playlists: Mapping[str, str], media: Mapping[str, bytes]) -> Path:
    """Write a central folder with these files and no others."""
    for name, words in playlists.items():
        path = root / "playlists" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    for name, data in media.items():
        path = root / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


class Centre:
    """A centre that publishes: see the module."""

    def __init__(
        self, path: Path, *, keys_made: bool = True, clock: datetime = NOW, **init: Any
    ) -> None:
        """`init` goes to `keys.init` (`needs=2, reviewers=("lan", "hoa")`, …)."""
        self.path = path
        self.folder = path / "folder"
        self.keys = path / "keys"
        self.tree = path / "tree"
        self.clock = clock
        self.office = Office(self.keys)
        if not self.folder.exists():
            make(self.folder, {"p.yaml": PLAYLIST_YAML})
        if keys_made:
            keys.init(self.office, self.keyring(), clock, **init)

    def keyring(self, *passphrases: str, folders: Iterable[Path] = ()) -> Keyring:
        """The key files of the centre and of `folders` (sticks), and what opens them."""
        given = Given(*(passphrases or (PASSPHRASE,)))
        return Keyring([self.keys, *folders], given, CHEAP)

    def write(self, playlists: Mapping[str, str], media: Mapping[str, bytes] | None = None) -> None:
        """Change the folder."""
        fill(self.folder, playlists, media or {})

    def publish(
        self, *, role: ContentRole = "release", dest: Path | None = None,
        keyring: Keyring | None = None, **more: Any,
    ) -> Published:  # fmt: skip
        """Publish the folder; `more` goes to `signage.release.publish.publish`."""
        more.setdefault("now", lambda: self.clock)
        return publish(self.folder, dest or self.tree, keyring or self.keyring(), role=role, **more)

    def refresh(self, *, dest: Path | None = None, **more: Any) -> Published:
        """Sign snapshot and timestamp anew."""
        return refresh(dest or self.tree, self.keyring(), now=lambda: self.clock, **more)

    @property
    def authority(self) -> Authority:
        """Who may sign now."""
        return keys.existing(self.office)

    @property
    def root(self) -> bytes:
        """`1.root.json`."""
        return (self.keys / "1.root.json").read_bytes()

    # Forgery

    def sign(self, role: str, signed: Any, *, by: str | None = None) -> bytes:
        """Sign anything as a role, with every key that role has here (or another role's)."""
        role = {"snapshot": "online", "timestamp": "online", "targets": "root"}.get(role, role)
        keyring = self.keyring()
        metadata: Metadata[Any] = Metadata(signed)
        for each in holders(self.authority, by or role):  # type: ignore[arg-type]
            if keyring.has(each.keyid):
                metadata.sign(keyring.signer(each.keyid), append=True)
        return metadata.to_bytes(JSONSerializer(compact=True))

    def read(self, name: str) -> Metadata[Any]:
        """A file of the tree's metadata."""
        return Metadata.from_bytes((self.tree / "metadata" / name).read_bytes())

    def newest(self, role: str) -> bytes:
        """The bytes of the newest `N.<role>.json` of the tree."""
        found = (self.tree / "metadata").glob(f"*.{role}.json")
        return max(found, key=lambda path: int(path.name.partition(".")[0])).read_bytes()

    def put(self, name: str, data: bytes) -> None:
        """Write under `metadata/`."""
        (self.tree / "metadata" / name).write_bytes(data)

    def reseal(self, **roles: bytes) -> None:
        """Put role files (`release=…`) into the tree, and snapshot and timestamp over them.

        Roles that are not named stay as they are; versions are those in the bytes given.
        """
        timestamp = self.read("timestamp.json").signed
        old = self.read(f"{timestamp.snapshot_meta.version}.snapshot.json").signed
        meta = dict(old.meta)
        for role, data in roles.items():
            version = Metadata.from_bytes(data).signed.version
            self.put(f"{version}.{role}.json", data)
            meta[f"{role}.json"] = MetaFile.from_data(version, data, ["sha256"])
        expires = self.clock + timedelta(days=30)
        snapshot = self.sign("snapshot", Snapshot(old.version + 1, expires=expires, meta=meta))
        self.put(f"{old.version + 1}.snapshot.json", snapshot)
        self.put(
            "timestamp.json",
            self.sign(
                "timestamp",
                Timestamp(
                    timestamp.version + 1, expires=expires,
                    snapshot_meta=MetaFile.from_data(old.version + 1, snapshot, ["sha256"]),
                ),
            ),
        )  # fmt: skip

    def manifest(
        self, manifest: Manifest | bytes, role: ContentRole = "release", *,
        path: str | None = None, by: str | None = None,
    ) -> None:  # fmt: skip
        """Publish a manifest as it is: unjudged, without bodies, under `path` if said."""
        data = manifest if isinstance(manifest, bytes) else msgspec.json.encode(manifest)
        path = path or PATHS[role]
        target = TargetFile.from_data(path, data, ["sha256"])
        folder, _, name = path.rpartition("/")
        place = self.tree / "targets" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{target.hashes['sha256']}.{name}").write_bytes(data)
        try:
            version = Metadata.from_bytes(self.newest(role)).signed.version + 1
        except ValueError:  # nothing yet
            version = 1
        signed = Targets(version, expires=self.clock + timedelta(days=396), targets={path: target})
        self.reseal(**{role: self.sign(role, signed, by=by)})
