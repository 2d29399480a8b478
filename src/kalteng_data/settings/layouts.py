"""The layouts of a workspace: ``layouts/*.toml`` and the files that ``[layouts]`` names, each checked."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from kalteng_data.errors import SettingsError
from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import Kind
from kalteng_data.settings.layout import FOLDER, MOST_HEADER_ROWS, Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kalteng_data.settings.files import TomlFile

_FIELDS = {Kind.PENDUDUK: RAW_PERSON, Kind.KELUARGA: RAW_FAMILY, Kind.DESA: RAW_VILLAGE}
_CARRIED = ("no_kk", "nama_kepala_keluarga", "alamat", "dusun", "rt_rw", "desa", "kecamatan", "kabupaten")
"""Fields that heading rows above the records may state."""
_QUOTES = '"\r\n'


def read_layouts(
    workspace: Path | None, patterns: Iterable[str] = (), own: Sequence[str] = ()
) -> tuple[Layout, ...]:
    """The layouts of ``workspace``, in the order of their names.

    Args:
        workspace: its folder ``layouts`` is read; ``None`` outside of any.
        patterns: further files, relative to the workspace.
        own: names of the columns that the workspace adds to a schema: a layout may name them too.

    Raises:
        SettingsError: a file cannot be read or says what makes no sense; names file, line, key and the fix.
    """
    found: dict[str, Layout] = {}
    for path, file in _files(workspace, patterns):
        from kalteng_data.settings.files import TomlFile

        text = TomlFile(path, file)
        layout = text.checked(Layout)
        _check(layout, text, own)
        if layout.name in found:
            raise text.refused(("name",), f'!= "{layout.name}"')
        found[layout.name] = layout
    return tuple(found[name] for name in sorted(found))


def _files(workspace: Path | None, patterns: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Each file once, with the name it has in messages; the folder's first."""
    if workspace is None:
        return
    named = {path: f"{FOLDER}/{path.name}" for path in sorted((workspace / FOLDER).glob("*.toml"))}
    for pattern in patterns:
        whole = workspace / pattern
        paths = [whole] if whole.is_file() else sorted(whole.parent.glob(whole.name))
        if not paths:
            raise SettingsError("settings-unreadable", file=pattern, why="missing")
        named |= {path: path.name for path in paths if path not in named}
    yield from named.items()


def _check(layout: Layout, file: TomlFile, own: Sequence[str]) -> None:
    """What types cannot say."""
    _check_columns(layout, file, own)
    wrong: tuple[tuple[bool, str, str], ...] = (
        (not layout.name.strip(), "name", '"..."'),
        (not layout.columns, "columns", '"NAMA_LGKP" = "nama"'),
        (not 0 < layout.share <= 1, "share", "0.1 - 1.0"),
        (layout.trust is not None and not 0 <= layout.trust <= 1, "trust", "0.0 - 1.0"),
        (not 1 <= layout.header_rows <= MOST_HEADER_ROWS, "header_rows", f"1 - {MOST_HEADER_ROWS}"),
        (not _parts(layout.separator), "separator", '"," ";" "|" "\\t" "~" "^"'),
        (bool(set(layout.carried) - set(_CARRIED)), "carried", ", ".join(_CARRIED)),
    )
    for is_wrong, key, expected in wrong:
        if is_wrong:
            raise file.refused((key,), expected)


def _check_columns(layout: Layout, file: TomlFile, own: Sequence[str]) -> None:
    kinds = (layout.schema,) if layout.schema else tuple(Kind)
    fields = {name for kind in kinds for name in _FIELDS[kind]} | {*own}
    for header, name in layout.columns.items():
        if not header.strip():
            raise file.refused(("columns", header), '"NAMA_LGKP" = "nama"')
        if name and name not in fields:
            raise file.refused(("columns", header), _near(name, fields))
    for mark in layout.marks:
        if mark not in layout.columns:
            raise file.refused(("marks",), _near(mark, layout.columns))


def _parts(separator: str | None) -> bool:
    """Whether a sign can part fields: one byte, no quote, no line end, no letter or digit."""
    if separator is None:
        return True
    return len(separator.encode()) == 1 and separator not in _QUOTES and not separator.isalnum()


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(difflib.get_close_matches(name, names, n=3) or names[:6])
