"""The files of a run: found, told apart by name, in an order that does not depend on how they were given."""

from __future__ import annotations

import glob
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError, SettingsError
from kalteng_data.model import Kind, Level, Source
from kalteng_data.settings.bundles import Member, members
from kalteng_data.settings.model import SourceSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.settings.model import Settings


@dataclass(frozen=True, slots=True)
class _Named:
    """A file under the name of its source; without one the file's own name serves."""

    member: Member
    level: Level | None
    name: str
    schema: Kind | None


def named_sources(
    files: Mapping[Level | None, Sequence[Path]], schema: Kind | None = None
) -> tuple[Source, ...]:
    """Files named on the command line, by level; the same file named twice is one source.

    A folder or a zip stands for the spreadsheets in it. A pattern such as ``*.xlsx`` is expanded here too:
    the shells of Windows do not.

    Raises:
        InputError: a file is missing, or a pattern finds nothing.
        SettingsError: one file is given for two levels.
    """
    return _sources(
        _Named(member, level, "", schema)
        for level, paths in files.items()
        for path in paths
        for found in _expanded(path)
        for member in members(found)
    )


def one_source(file: Path, schema: Kind | None = None) -> Source:
    """The one file that a command works on, which may lie in a zip or a folder of its own.

    Raises:
        InputError: it is missing, or there are several.
    """
    first, *more = named_sources({None: [file]}, schema)
    if more:
        raise InputError("several-files", file=file.name, n=1 + len(more))
    return first


def configured_sources(settings: Settings, workspace: Path) -> tuple[Source, ...]:
    """The files that a workspace's sources name now; without a ``[[source]]`` each inbox folder is one.

    A file that two sources of one level name belongs to the first.

    Raises:
        InputError: a source names a file that is not there.
        SettingsError: sources of two levels name the same file.
    """
    sources = settings.source or tuple(SourceSettings(name="", level=level) for level in Level)
    return _sources(
        _Named(member, source.level, source.name, source.schema)
        for source in sources
        for pattern in source.patterns
        for path in _expanded(workspace / pattern, may_be_empty=True)
        for member in members(path)
    )


def _expanded(path: Path, *, may_be_empty: bool = False) -> Iterable[Path]:
    """The path itself where it exists, else the files its pattern finds.

    What Excel and the shell hide (``~$...``, ``.gitkeep``) is no delivery.
    """
    if path.exists():
        return [path]
    if not glob.has_magic(str(path)):
        raise InputError("missing-file", file=path.name)
    matches = [Path(found) for found in sorted(glob.glob(str(path)))]  # noqa: PTH207  absolute patterns too
    found = [p for p in matches if p.is_file() and not p.name.startswith((".", "~$"))]
    if not found and not may_be_empty:
        raise InputError("missing-file", file=path.name)
    return found


def _sources(named: Iterable[_Named]) -> tuple[Source, ...]:
    unique: dict[Path, _Named] = {}
    for one in named:
        key = one.member.known
        first = unique.setdefault(key, one)
        if first.level != one.level:
            raise SettingsError("two-levels", file=key.name, one=first.level, other=one.level)
    shown: dict[Path, str] = {}
    for level in {one.level for one in unique.values()}:
        keys = {key: _within(one.member) for key, one in unique.items() if one.level == level}
        shown |= shortest_names(tuple(keys), keys)
    found = [
        Source(
            one.member.path,
            shown[key],
            one.level,
            one.name or Path(shown[key]).stem,
            one.schema,
            archive=one.member.archive,
        )
        for key, one in unique.items()
    ]
    return tuple(sorted(found, key=lambda source: (source.level or "", source.file)))


def _within(member: Member) -> int:
    """Parts of the name that are shown in any case: a member of a zip is named with the zip."""
    if member.archive is None:
        return 1
    return len(member.known.parts) - len(member.archive.resolve().parts) + 1


def shortest_names(paths: Sequence[Path], least: Mapping[Path, int] | None = None) -> dict[Path, str]:
    """Each path's shown name: the file's name, or the shortest path that tells equal names apart.

    ``least`` gives parts shown of some paths in any case.
    """
    depth = dict.fromkeys(paths, 1) | dict(least or {})
    while True:
        names = {path: "/".join(path.parts[-depth[path] :]) for path in paths}
        counts = Counter(names.values())
        clashing = [path for path in paths if counts[names[path]] > 1 and depth[path] < len(path.parts)]
        if not clashing:
            return names
        for path in clashing:
            depth[path] += 1
