"""Files without a header that anybody knows: what their columns may be, and the header that settings make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.load.agreeing import agreement
from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.content import SAMPLE, Profile, profiles
from kalteng_data.load.header import Header
from kalteng_data.load.placenames import share_known
from kalteng_data.model import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kalteng_data.load.grid import Grid

_SURE = 0.8
_AGREE = 0.6
"""Least share of the rows in which a NIK holds the date."""
_DIGITS = 5
"""Digits of a value where numbers and dates stand; a header may hold one or two (``kolom 2``)."""
_LISTS = ("agama", "pendidikan", "status_kawin", "pekerjaan", "golongan_darah")


def header_of_letters(grid: Grid, named: Mapping[str, str]) -> Header | None:
    """A header made of the columns' letters, where the settings name columns so (``B``).

    Args:
        grid: a sheet in which no header was found: its first row is a record.
        named: canonical fields by what the settings call their columns.
    """
    letters = {column_letter(index) for index in grid.indices}
    if not letters & {text.strip().upper() for text in named}:
        return None
    return Header(-1, -1, tuple(HeaderCell(index, (column_letter(index),)) for index in grid.indices), 0.0)


def guessed_columns(grid: Grid) -> dict[str, str]:
    """Fields by what names their columns in settings: letters, or the texts of a first row that is no record.

    Empty where neither a NIK nor a name is found beside something else.
    """
    filled = grid.frame.filter(pl.any_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)))
    sample = filled.gather_every(max(1, filled.height // SAMPLE)).unique(maintain_order=True)
    seen = profiles(sample)
    births = _births(sample, seen)
    fields: dict[str, str] = {}
    for name in sample.columns:
        field = _told(sample.get_column(name), seen[int(name)], set(fields.values()), born=name in births)
        if field is not None:
            fields[name] = field
    if len(fields) < 2 or not {"nik", "nama"} & set(fields.values()):
        return {}
    first = dict(zip(filled.columns, filled.row(0), strict=True))
    numbers = [name for name, field in fields.items() if field in {"nik", "no_kk", "tanggal_lahir"}]
    if any(sum(letter.isdigit() for letter in first[name] or "") >= _DIGITS for name in numbers):
        return {column_letter(int(name)): field for name, field in fields.items()}
    return {" ".join((first[name] or "").split()): field for name, field in fields.items() if first[name]}


def _births(sample: pl.DataFrame, seen: Mapping[int, Profile]) -> set[str]:
    """Columns of dates that may be of births: where there are NIKs, those that these hold."""
    dates = {name for name in sample.columns if seen[int(name)].date > _SURE}
    niks = [
        int(name) for name in sample.columns if seen[int(name)].built > _SURE and seen[int(name)].unique > 0.9
    ]
    return {
        name for name in dates if not niks or any(agreement(sample, nik, int(name)) > _AGREE for nik in niks)
    }


def _told(cells: pl.Series, seen: Profile, taken: set[str], *, born: bool) -> str | None:
    """The one field that a column's cells look like, of those not yet taken."""
    numbers = seen.identity > _SURE
    likely = {
        "nik": numbers and seen.unique > 0.9,
        "no_kk": numbers and "no_kk" not in taken,
        "tanggal_lahir": born and not numbers,
        "jenis_kelamin": seen.male + seen.female > _SURE and min(seen.male, seen.female) > 0,
        "shdk": seen.kin > _SURE,
        "desa": share_known("desa", cells) > _SURE,
        "kecamatan": share_known("kecamatan", cells) > _SURE,
        "kabupaten": share_known("kabupaten", cells) > _SURE,
        **{field: seen.letters > _SURE and _share_listed(field, cells) > _SURE for field in _LISTS},
        "nama": seen.name > _SURE and seen.unique > 0.6,
    }
    return next((field for field, fits in likely.items() if fits and field not in taken), None)


def _share_listed(field: str, cells: pl.Series) -> float:
    """Share of the filled cells that are words of a code list."""
    filled = cells.drop_nulls().str.strip_chars().str.to_uppercase()
    return _share(filled.is_in(reference.variants(field).get_column("variant").implode()))


def _share(hits: pl.Series) -> float:
    mean = hits.mean()
    return float(mean) if isinstance(mean, float) else 0.0
