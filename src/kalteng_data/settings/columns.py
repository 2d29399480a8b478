"""Columns of one's own, ``[[schema.KIND.column]]``: what may stand in them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from kalteng_data.errors import SettingsError
from kalteng_data.fields import PERSON, RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kalteng_data.model import Kind
    from kalteng_data.settings.model import ColumnSettings, OwnSchema

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_OURS = frozenset({*RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE, *PERSON})
_TAKEN = frozenset({
    "rid", "table", "row", "list", "level", "source", "file", "sheet", "origin", "record_id", "recency",
    "accepted", "status", "sumber", "baris", "usia", "kepastian", "cara", "calon", "person", "family",
    "voice", "copied", "match_probability", "tahun_lahir", "hari_ini", "tertulis", "geser", "isi", "penduduk",
    "keluarga", "nama_desa", "jenis", "nama_bunyi", "nama_lain", "kode_bps", "desa_ditemukan", "index", "at",
})  # fmt: skip
"""Names that the program gives to columns of its own."""

_TAKEN_FORMS = re.compile(
    r"raw_.*|id_.*|ada_.*|kk_.*|nik_.*|.*_(status|mentah|angka|cocok|lain|n|ke|right|other)"
)
_NUMBERS = (ColumnType.BULAT, ColumnType.DESIMAL)
_LIMITED = (*_NUMBERS, ColumnType.TANGGAL)


def check_columns(schema: Mapping[Kind, OwnSchema], place: Callable[[tuple[str | int, ...]], str]) -> None:
    """Refuse names, headers, lists, patterns and limits that make no sense; ``place`` tells where a key is.

    Raises:
        SettingsError: the first of them, with key, place and what is expected.
    """
    for kind, own in schema.items():
        names: set[str] = set()
        headers: set[str] = set()
        for number, column in enumerate(own.column):
            wrong = _wrong(column, names, headers)
            if wrong is not None:
                key, expected = wrong
                raise SettingsError(
                    "settings-value",
                    place=place(("schema", str(kind), "column", number, key)),
                    key=f"schema.{kind}.column[{number + 1}].{key}",
                    expected=expected,
                )
            names.add(column.name)
            headers |= {_plain(text) for text in column.header or (column.name,)}


def _wrong(column: ColumnSettings, names: set[str], headers: set[str]) -> tuple[str, str] | None:
    """The first key that makes no sense and what is expected of it, or ``None``."""
    name, mine = column.name, [_plain(text) for text in column.header]
    if not NAME.fullmatch(name):
        return "name", '"status_rumah" (a-z 0-9 _)'
    if name in _OURS or name in _TAKEN or name in names or _TAKEN_FORMS.fullmatch(name):
        return "name", f'!= "{name}"'
    if not all(mine) or len(set(mine)) < len(mine):
        return "header", '["...", "..."]'
    if taken := next((text for text in mine if text in headers or text in _OURS), None):
        return "header", f'!= "{taken}"'
    return _wrong_content(column)


def _wrong_content(column: ColumnSettings) -> tuple[str, str] | None:
    is_text = column.type is ColumnType.TEKS
    folded = [_plain(value) for value in column.values]
    if column.values and not is_text:
        return "values", '[] (type = "teks")'
    if not all(folded) or len(set(folded)) < len(folded):
        return "values", '["A", "B"]'
    if column.pattern is not None:
        if not is_text:
            return "pattern", '- (type = "teks")'
        if not _is_pattern(column.pattern):
            return "pattern", r'"[A-Z]{2}\\d{3}"'
    return _wrong_limits(column)


def _wrong_limits(column: ColumnSettings) -> tuple[str, str] | None:
    least, most = column.min, column.max
    for key, limit in (("min", least), ("max", most)):
        if limit is None:
            continue
        if column.type not in _LIMITED:
            return key, '- (type = "bulat" | "desimal" | "tanggal")'
        if isinstance(limit, dt.date) != (column.type is ColumnType.TANGGAL):
            return key, "YYYY-MM-DD" if column.type is ColumnType.TANGGAL else "0, 1, 2 ..."
    if least is not None and most is not None:
        low, high = _ordinal(least), _ordinal(most)
        if low > high:
            return "max", f">= {least}"
    return None


def _ordinal(limit: float | dt.date) -> float:
    return float(limit.toordinal()) if isinstance(limit, dt.date) else limit


def _is_pattern(pattern: str) -> bool:
    # polars is needed by workspaces with patterns of their own alone; its patterns differ from Python's.
    from kalteng_data.ownrules import is_pattern

    return is_pattern(pattern)


def _plain(text: str) -> str:
    """A header or value as it is compared: case, blanks and signs do not count."""
    return re.sub(r"[\W_]+", "_", text.strip().lower()).strip("_")
