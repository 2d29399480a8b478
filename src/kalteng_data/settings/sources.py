"""The files of a run: found, told apart by name, in an order that does not depend on how they were given."""

from __future__ import annotations

import glob
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError, SettingsError
from kalteng_data.model import Kind, Level, Source
from kalteng_data.settings.model import SourceSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.settings.model import Settings


@dataclass(frozen=True, slots=True)
class _Named:
    """A file under the name of its source; without one the file's own name serves."""

    path: Path
    level: Level | None
    name: str
    schema: Kind | None


def named_sources(
    files: Mapping[Level | None, Sequence[Path]], schema: Kind | None = None
) -> tuple[Source, ...]:
    """Files named on the command line, by level; the same file named twice is one source.

    A pattern such as ``*.xlsx`` is expanded here too: the shells of Windows do not.

    Raises:
        InputError: a file is missing, or a pattern finds nothing.
        SettingsError: one file is given for two levels.
    """
    return _sources(
        _Named(found, level, "", schema)
        for level, paths in files.items()
        for path in paths
        for found in _expanded(path)
    )


def configured_sources(settings: Settings, workspace: Path) -> tuple[Source, ...]:
    """The files that a workspace's sources name now; without a ``[[source]]`` each inbox folder is one.

    A file that two sources of one level name belongs to the first.

    Raises:
        InputError: a source names a file that is not there.
        SettingsError: sources of two levels name the same file.
    """
    sources = settings.source or tuple(SourceSettings(name="", level=level) for level in Level)
    return _sources(
        _Named(path, source.level, source.name, source.schema)
        for source in sources
        for pattern in source.patterns
        for path in _expanded(workspace / pattern, may_be_empty=True)
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
        key = one.path.resolve()
        first = unique.setdefault(key, one)
        if first.level != one.level:
            raise SettingsError("two-levels", file=one.path.name, one=first.level, other=one.level)
    shown: dict[Path, str] = {}
    for level in {one.level for one in unique.values()}:
        shown |= shortest_names([key for key, one in unique.items() if one.level == level])
    found = [
        Source(one.path, shown[key], one.level, one.name or Path(shown[key]).stem, one.schema)
        for key, one in unique.items()
    ]
    return tuple(sorted(found, key=lambda source: (source.level or "", source.file)))


def shortest_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Each path's shown name: the file's name, or the shortest path that tells equal names apart."""
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: "/".join(path.parts[-depth[path] :]) for path in paths}
        counts = Counter(names.values())
        clashing = [path for path in paths if counts[names[path]] > 1 and depth[path] < len(path.parts)]
        if not clashing:
            return names
        for path in clashing:
            depth[path] += 1
