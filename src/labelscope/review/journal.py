"""Change several files of the catalogue together: all of them or none, whatever stops the program.

The new files are written aside, with a journal of what replaces what. Giving that folder its name is the one step that
decides: before it nothing has happened, after it whoever comes next brings the rest to its end (`finish`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from labelscope.catalogue import PUBLISHING
from labelscope.errors import ReviewRefused
from labelscope.i18n import mark

_JOURNAL = "journal.json"
#: Seconds after which what was written aside and never named is thrown away.
_FORGOTTEN = 3_600


@dataclass(frozen=True, slots=True)
class Change:
    """A file with its text before (None: it is new) and after; `name` is relative to the catalogue's folder."""

    name: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class _Move:
    name: str
    old: str | None
    new: str
    """Checksums (SHA-256)."""


def commit(root: Path, changes: Sequence[Change]) -> None:
    """Make every change, or none; waits while another publication is under way.

    Raises
    ------
    ReviewRefused
        If a file is no longer what it was when the changes were worked out.
    OSError
        If the files cannot be written; nothing has changed then.
    """
    aside = Path(tempfile.mkdtemp(prefix=f"{PUBLISHING}-", dir=root))
    try:
        moves = [_put(aside / str(number), change) for number, change in enumerate(changes)]
        _write(aside / _JOURNAL, json.dumps([[move.name, move.old, move.new] for move in moves]))
        _sync(aside)
        with _alone(root):
            if (root / PUBLISHING).is_dir():
                _finish(root / PUBLISHING)
            os.rename(aside, root / PUBLISHING)
            _sync(root)
            _finish(root / PUBLISHING)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def finish(root: Path) -> bool:
    """Bring an interrupted publication to its end; returns whether there was one.

    If none of its files had been moved yet and one was changed meanwhile, it is dropped.

    Raises
    ------
    ReviewRefused
        If a file was changed meanwhile.
    """
    _forget(root)
    if not (root / PUBLISHING).is_dir():
        return False
    with _alone(root):
        if not (root / PUBLISHING).is_dir():
            return False
        _finish(root / PUBLISHING)
    return True


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold off everybody else who publishes; the system lets go when this process ends, however it does."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    lock = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _finish(folder: Path) -> None:
    root = folder.parent
    moves = [_Move(*entry) for entry in json.loads((folder / _JOURNAL).read_text("utf-8"))]
    now = {move.name: _checksum(root / move.name) for move in moves}
    foreign = [move.name for move in moves if now[move.name] not in (move.old, move.new)]
    if foreign:
        if not any(move.old != move.new == now[move.name] for move in moves):
            _drop(folder)
            remedy = mark("{file} was changed meanwhile. Nothing was written: publish again.")
        else:
            remedy = mark("{file} was changed while a publication was half done. Restore that file, then check again.")
        raise ReviewRefused(remedy, file=foreign[0])
    for number, move in enumerate(moves):
        if now[move.name] != move.new:
            (root / move.name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder / str(number), root / move.name)
    for parent in sorted({(root / move.name).parent for move in moves}):
        _sync(parent)
    _drop(folder)


def write_aside(root: Path, copy: Path, changes: Sequence[Change]) -> None:
    """A copy of the catalogue's files with the changes made."""
    for name in ("data", "criteria"):
        shutil.copytree(root / name, copy / name)
    for change in changes:
        path = copy / change.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change.new.encode())


def _put(path: Path, change: Change) -> _Move:
    _write(path, change.new)
    return _Move(
        change.name, None if change.old is None else _digest(change.old.encode()), _digest(change.new.encode())
    )


def _drop(folder: Path) -> None:
    """Remove the folder in one step as far as others can see."""
    gone = folder.with_name(f"{PUBLISHING}-{uuid4().hex}")
    os.rename(folder, gone)
    shutil.rmtree(gone, ignore_errors=True)


def _forget(root: Path) -> None:
    for left in root.glob(f"{PUBLISHING}-*"):
        if time.time() - left.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    with path.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make names in a folder outlive a loss of power, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _checksum(path: Path) -> str | None:
    return _digest(path.read_bytes()) if path.exists() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
