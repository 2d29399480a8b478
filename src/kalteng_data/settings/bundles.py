"""Spreadsheets that come in a folder or a zip, each found and named; members of a zip are laid out privately.

What may be a delivery is told by its suffix. What systems and Excel leave beside (``__MACOSX``, ``~$...``,
hidden files) is none, and a text file counts only when its lines have separators: a note to the reader has
not. A zip is unpacked into a folder that only this user can enter, removed when the process ends: first the
zips within it, for what they say of their members, and only when all of that is bearable, the lists.
"""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import count, groupby, pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError, cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".parquet"})
_ZIP = ".zip"
_DEEPEST = 3
"""Zips within zips: a regency packs what its kecamatan packed what its villages packed."""
_MEMBERS = 20_000
_UNPACKED = 4 << 30
"""Bytes of all members together."""
_SUSPECT = 200 << 20
_RATIO = 200
"""Lists pack 5 to 40 times; a bomb packs a thousand times."""
_CHUNK = 1 << 20
_TOP = 64 << 10
_SEPARATORS = (b"|", b";", b"\t", b",")
_numbers = count()
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file to read: where it lies, and the place it is known by (a zip's member: one within the zip)."""

    path: Path
    known: Path
    archive: Path | None = None


def members(path: Path) -> tuple[Member, ...]:
    """The spreadsheets that a file, folder or zip holds, in the order of their names; a file is its own.

    A folder or zip without any is given back as it is: whoever opens it says what it is.

    Raises:
        InputError: ``zip-bomb``, ``encrypted``, ``truncated``, ``unreadable-file``.
    """
    if path.is_dir():
        found = tuple(_in_folder(path))
    elif path.suffix.lower() == _ZIP and path.is_file():
        found = tuple(_Unpacking(path).members(path, path.resolve()))
    else:
        return (Member(path, path.resolve()),)
    return found or (Member(path, path.resolve()),)


def _in_folder(folder: Path) -> Iterator[Member]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_left_behind(name))
        for name in sorted(names):
            path = Path(root, name)
            suffix = path.suffix.lower()
            if _is_left_behind(name) or not path.is_file():
                continue
            if suffix == _ZIP:
                yield from _Unpacking(path).members(path, path.resolve())
            elif suffix in SUFFIXES and (suffix != ".txt" or _has_separators(path)):
                yield Member(path, path.resolve())


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _has_separators(path: Path) -> bool:
    """Whether a line near the top of a text file and the next have as many separators, two or more."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_TOP).replace(b"\x00", b"")
    except OSError:  # whoever opens it says why it cannot be
        return True
    lines = [line for line in head.splitlines() if line.strip()]
    return any(
        one.count(mark) == other.count(mark) >= 2 for one, other in pairwise(lines) for mark in _SEPARATORS
    )


@cache
def _private_folder() -> Path:
    """A folder of mode 0700 for the length of the process."""
    import atexit
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="kalteng-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass(frozen=True, slots=True)
class _Found:
    """A member that is wanted, in the zip at ``zipped``, and the place it is known by."""

    zipped: Path
    info: zipfile.ZipInfo
    known: Path


class _Unpacking:
    """One zip and the zips in it, which share one allowance of bytes and members."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.bytes = 0
        self.count = 0

    def members(self, path: Path, known: Path) -> Iterator[Member]:
        """Members of the zip at ``path``, which is known as ``known``."""
        try:
            found = list(self._found(path, known, 1))
            places = [(self._laid_out(several), several) for several in _together(found)]
        except _DAMAGED as error:
            raise InputError("truncated", file=self.archive.name) from error
        except OSError as error:
            raise InputError("unreadable-file", file=self.archive.name, reason=cause(error)) from error
        for laid_out, several in places:
            for place, one in zip(laid_out, several, strict=True):
                if place.suffix.lower() != ".txt" or _has_separators(place):
                    yield Member(place, one.known, self.archive)

    def _found(self, path: Path, known: Path, depth: int) -> Iterator[_Found]:
        """All that is wanted of a zip and of those in it, in the order of names; only zips are unpacked.

        No member yields more bytes than its zip says, so that what is said bounds the disk and the time.
        """
        with zipfile.ZipFile(path) as archive:
            for name, info in self._wanted(archive):
                if name.suffix.lower() != _ZIP:
                    yield _Found(path, info, known / name)
                elif depth < _DEEPEST:
                    yield from self._found(self._lay_out(archive, info), known / name, depth + 1)
                else:
                    raise self._bomb(self.bytes)

    def _wanted(self, archive: zipfile.ZipFile) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
        """Members by cleaned names, in their order; the last of one name counts, as for every unpacker."""
        parts = archive.infolist()
        self.count += len(parts)
        stated = sum(part.file_size for part in parts)
        packed = any(p.file_size > max(_SUSPECT, _RATIO * p.compress_size) for p in parts)
        if packed or stated > _UNPACKED or self.count > _MEMBERS:
            raise self._bomb(stated)
        found: dict[PurePosixPath, zipfile.ZipInfo] = {}
        for part in parts:
            name = _cleaned(part.filename)
            ours = name.suffix.lower() in SUFFIXES | {_ZIP} and not any(map(_is_left_behind, name.parts))
            if not ours or part.is_dir():
                continue
            if part.flag_bits & 0x1:
                raise InputError("encrypted", file=f"{self.archive.name}/{name}")
            found[name] = part
        self.bytes += sum(part.file_size for part in found.values())
        if self.bytes > min(_UNPACKED, max(_SUSPECT, _RATIO * self.archive.stat().st_size)):
            raise self._bomb(self.bytes)
        return sorted(found.items())

    def _laid_out(self, several: Sequence[_Found]) -> list[Path]:
        """Members of one zip, written out."""
        with zipfile.ZipFile(several[0].zipped) as archive:
            return [self._lay_out(archive, one.info) for one in several]

    def _lay_out(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Path:
        """One member written under a number of its own: its name decides nothing but the file's last part."""
        folder = _private_folder() / str(next(_numbers))
        folder.mkdir(mode=0o700)
        place = folder / _cleaned(info.filename).name[-100:]
        with archive.open(info) as stream, place.open("xb") as copy:
            shutil.copyfileobj(stream, copy, _CHUNK)
        place.chmod(0o600)
        return place

    def _bomb(self, size: int) -> InputError:
        return InputError("zip-bomb", file=self.archive.name, size=f"{size >> 20} MiB")


def _together(found: Sequence[_Found]) -> Iterator[list[_Found]]:
    """Neighbours that come from one zip, which is then opened once."""
    for _, several in groupby(found, key=lambda one: one.zipped):
        yield list(several)


def _cleaned(name: str) -> PurePosixPath:
    """A member's name without roots, steps upward and characters that no screen shows."""
    shown = "".join(c if c.isprintable() else "_" for c in name.replace("\\", "/"))
    return PurePosixPath(*(part for part in shown.split("/") if part not in {"", ".", ".."}))
