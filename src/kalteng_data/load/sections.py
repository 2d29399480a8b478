"""Lines between the rows that name a village or a part of the list without a label: ``B | WARGA BARU``.

A text alone in its row, where the rows around it are full, is nobody's record: a village's name where the
table has no column of villages, or the title of a part of the list.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.load.continued import numbers_rows
from kalteng_data.load.heading import Line
from kalteng_data.load.numbering import counted_on
from kalteng_data.load.placenames import place_key
from kalteng_data.load.samples import SAMPLE_BELOW
from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    Cells = tuple[str | None, ...]

TITLE = "section"
"""Reason of lines that are the title of a part of the list."""
_ASIDE = re.compile(r"(?i)^\W*(?:[a-z]|[ivx]{1,5}|\d{1,4}|jumlah|jml|jlh|total|orang|jiwa|kk)?\W*$")
"""What may stand beside the name of a part: its letter or number, its count."""
_COUNT = re.compile(r"(?i)^\W*(?:sub\W*)?(?:jumlah|jml|jlh|total)\b")
_NAMES = frozenset({"nama", "nama_kepala_keluarga"})
_NEWBORN = re.compile(r"(?i)^\W*(?:bayi|by|anak|an)\b")
"""A child without a name or a number yet: ``Bayi Ny. SITI``."""
_WORD = re.compile(r"[^\W\d]{3}")
_MARKS = " .:=*#_~<>\u2013-"
_FULL = 3
"""Filled cells of a row that is a record beside which such a line stands out."""
_NEAR = 2
"""Rows up and down in which the next filled one is sought."""
_MOST = 2
"""Rows of people there are at least to each title of a part."""
_NUMBER_BYTES = 13


def section_lines(
    body: pl.DataFrame,
    weak: pl.DataFrame,
    columns: Sequence[Column],
    kind: Kind,
    above: Mapping[str, str],
    taken: Collection[int],
) -> list[tuple[int, Line]]:
    """Row and content of each such line, in order; that of a part's title is empty.

    Args:
        body: ``row`` and String columns named by absolute index.
        weak: its rows that may be headings, blank cells null, with ``filled`` and ``header``.
        columns: the mapped columns.
        kind: what a record stands for.
        above: what is stated above the table.
        taken: rows that are headings already.
    """
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    mapped_names = {column: field for field, column in mapped.items()}
    names = [name for name in body.columns if name != "row"]
    if kind is Kind.DESA or len(mapped) < _FULL or weak.is_empty():
        return []
    alone = weak.filter((pl.col("filled") <= _FULL) & ~pl.col("header"))
    # In any other column it is that column's own: an address that goes on.
    own = [i for i, name in enumerate(names) if i == 0 or mapped_names.get(name, "nama") in _NAMES]
    lines = alone.select("row", *names).rows()
    said = [(row, cells, text) for row, *cells in lines if row not in taken and (text := _alone(cells, own))]
    if not said:
        return []
    rows = pl.Series([row for row, *_ in said], dtype=pl.UInt32)
    around = _around(body, names, mapped, rows)
    said = [one for one in said if around.get(one[0], ("", ""))[1] == "full"]
    number = next((str(c.index) for c in columns if c.field is None and numbers_rows(c.header)), None)
    counted = set() if number is None else set(counted_on(body, number, rows).to_list())
    placed = not {"desa", "kode_desa"} & mapped.keys()
    known = _villages(_area(body, mapped, above)) if placed and said else frozenset()
    found: list[tuple[int, Line]] = []
    parts: list[int] = []
    at = None if number is None else names.index(number)
    for row, cells, text in said:
        if place_key(text) in known and row not in counted:
            found.append((row, Line({"desa": text}, whole=True)))
        elif around[row][0] != "other" and _is_title(cells, text, at):
            parts.append(row)
    if len(parts) * _MOST <= body.height - len(parts):
        found += [(row, Line(whole=True)) for row in parts]
    return sorted(found, key=lambda one: one[0])


def titles_told(skipped: Sequence[Skipped]) -> pl.DataFrame:
    """``code`` (``KT072``), ``row`` and ``difference`` of the lines taken for titles: a person may be meant.

    Args:
        skipped: lines that are no records.
    """
    rows = [row for one in skipped if one.reason == TITLE for row in one.rows]
    schema = {"code": pl.String, "row": pl.UInt32, "difference": pl.String}
    return pl.DataFrame([("KT072", row, None) for row in rows], schema=schema, orient="row")


def _alone(cells: Sequence[str | None], own: Collection[int]) -> str:
    """The only text of a row but for numbers and counts, in one of the places ``own``; else empty."""
    texts = [(i, cell) for i, cell in enumerate(cells) if cell is not None and not _ASIDE.match(cell)]
    if len(texts) != 1 or texts[0][0] not in own:
        return ""
    text = texts[0][1]
    other = _COUNT.match(text) or re.match(SAMPLE_BELOW, text) or not _WORD.search(text)
    return "" if other else text.strip(_MARKS)


def _is_title(cells: Sequence[str | None], text: str, number: int | None) -> bool:
    """Whether a lone text is a part's title: no running number stands before it, and it is no newborn's."""
    filled = [cell for cell in cells if cell is not None]
    if _NEWBORN.match(text):
        return False
    if number is None:
        return len(filled) == 1
    before = cells[number]
    lettered = before is not None and not re.search(r"\d", before)
    return (len(filled) == 1 and (before is None or lettered)) or (len(filled) == _NEAR and lettered)


def _around(
    body: pl.DataFrame, names: list[str], mapped: Mapping[str, str], rows: pl.Series
) -> dict[int, tuple[str, str]]:
    """What the filled rows next above and below each of ``rows`` are: ``full``, ``none`` or ``other``."""
    steps = [step for step in range(-_NEAR, _NEAR + 1) if step]
    signed = rows.cast(pl.Int64)
    near = pl.concat([signed + step for step in steps]).unique()
    held = body.filter(pl.col("row").cast(pl.Int64).is_in(near.implode()))
    cells = pl.col(list(dict.fromkeys(mapped.values()))).str.contains(r"\S").fill_null(value=False)
    number = [
        (pl.col(mapped[field]).str.len_bytes() >= _NUMBER_BYTES).fill_null(value=False)
        for field in ("nik", "no_kk", "nik_kepala_keluarga")
        if field in mapped
    ]
    first = pl.coalesce(pl.when(pl.col(names).str.contains(r"\S")).then(pl.col(names)))
    told = held.select(
        "row",
        pl.when((pl.sum_horizontal(cells) >= _FULL) & pl.any_horizontal([*number, pl.lit(value=not number)]))
        .then(pl.lit("full"))
        .when(first.is_null())
        .then(pl.lit("blank"))
        .when(first.str.contains(_COUNT.pattern))
        .then(pl.lit("none"))
        .otherwise(pl.lit("other")),
    )
    state: dict[int, str] = dict(told.rows())

    def beyond(row: int, step: int) -> str:
        near = (state.get(row + step * i, "none") for i in range(1, _NEAR + 1))
        return next((one for one in near if one != "blank"), "none")

    return {row: (beyond(row, -1), beyond(row, 1)) for row in rows.to_list()}


def _area(body: pl.DataFrame, mapped: Mapping[str, str], above: Mapping[str, str]) -> tuple[str, str]:
    """The kecamatan stated above, by its key, or the code that most NIKs begin with."""
    if "kecamatan" in above:
        return place_key(above["kecamatan"]), ""
    field = next((f for f in ("nik", "no_kk", "nik_kepala_keluarga") if f in mapped), None)
    if field is None:
        return "", ""
    codes = body.get_column(mapped[field]).str.extract(r"^\W*(\d{6})\d{10}\W*$", 1).drop_nulls()
    most = Counter(codes.to_list()).most_common(1)
    return "", most[0][0] if most else ""


@cache
def _villages(area: tuple[str, str]) -> frozenset[str]:
    """The keys of the villages of a kecamatan, told by its name's key or its code."""
    district, code = area
    listed = reference.villages().select("nama_desa", "kecamatan", "kode_desa").rows()
    return frozenset(
        place_key(name)
        for name, kecamatan, village in listed
        if (district and place_key(kecamatan) == district)
        or (code and re.sub(r"\D", "", village).startswith(code))
    )
