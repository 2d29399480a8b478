"""The header found among titles, preambles and data: one row, or a group row over a field row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.across import role_of
from kalteng_data.load.columns import HeaderCell, best_claim
from kalteng_data.load.heading import is_heading
from kalteng_data.load.marks import by_sex
from kalteng_data.load.synonyms import FILLED, is_ambiguous_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.load.grid import Grid, Merge

LOOKED_AT = 200
"""Rows from the top in which a header is sought; titles and instructions are shorter."""

_ANCHORS = frozenset(
    {"nik", "no_kk", "nama", "desa", "kode_desa", "nama_kepala_keluarga", "nik_kepala_keluarga"}
)
_BIRTHS = frozenset({"tanggal_lahir", "ttl"})
_LONG_NUMBER = re.compile(r"\d{8}")
_FIRST = 30
"""Rows taken from the sheet at first: with a header at the top, no more are looked at."""
_ENOUGH = 20
"""Rows without another header after which the search ends: the data has begun."""
_SEX = re.compile(r"(?i)^(?:l|p|lk|pr|laki\W*laki|perempuan|pria|wanita)\.?$")
_MORE = 0.7
"""What a row of a few groups must add to the score of the row below it, about one field."""
_LABELS = 3
"""Texts of a row that all end in a colon from which on they are headers: a preamble has values between."""
_HYPHEN = re.compile(r"(?<=[a-z])-[ \t]*\r?\n\s*(?=[a-z])")
"""A word parted at the end of a line within a cell."""
_NEAR_BEST = 0.7
_TWO_TABLES = 200_000
"""Sheets with more rows are exports of one table; they are not searched for a second one."""
_LONG, _SAMPLE = 5_000, 100
_DIGITS = 3
"""Bytes beyond which a whole number has three digits at least: a sign may be one of them."""
_CERTAIN = 2.9
"""Score of three fields known by their words: less may be a row of data whose values are words."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (0-based grid rows, ``top`` to ``bottom`` inclusive) and its cells."""

    top: int
    bottom: int
    cells: tuple[HeaderCell, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of one row with single blanks, and how many of them hold a long number."""

    texts: list[str]
    numbers: int

    @classmethod
    def of(cls, row: Sequence[str | None]) -> _Line:
        whole = (_HYPHEN.sub("", value) if value and "\n" in value else value for value in row)
        texts = [" ".join(value.split()) if value else "" for value in whole]
        long = [text for text in texts if len(text) >= 8 and _LONG_NUMBER.search(text.replace(" ", ""))]
        return cls(texts, len(long))


def find_header(grid: Grid, start: int = 0) -> Header | None:
    """The first convincing header at or below grid row ``start``, or ``None``.

    A row scores by the distinct fields its cells claim; long numbers speak against it. Two rows are taken
    together when that names more fields and the lower one is no data row. The earliest row within 70% of the
    best score wins, so that a second table below does not hide the first.
    """
    lines = [_Line.of(row) for row in grid.frame.slice(start, _FIRST).rows()]
    found: list[Header] = []
    for offset in range(min(LOOKED_AT, grid.frame.height - start)):
        if offset + 1 == len(lines):  # titles and instructions are seldom this long
            lines += [_Line.of(row) for row in grid.frame.slice(start + _FIRST, LOOKED_AT - _FIRST).rows()]
        top, line = start + offset, lines[offset]
        if is_heading(line.texts):
            continue
        single = _single(grid, top, line)
        paired = _pair(grid, top, line, lines[offset + 1]) if offset + 1 < len(lines) else None
        best = single
        # Even where the field row adds no field, it is no data.
        if paired is not None and (single is None or paired.score >= single.score):
            best = paired
        if best is not None:
            found.append(best)
        if found and top > found[-1].bottom + _ENOUGH:
            break
    best_score = max((h.score for h in found), default=0.0)
    if best_score <= 0:  # numbers speak against all that was found
        return None
    first = next(h for h in found if h.score >= _NEAR_BEST * best_score)
    # Of two that share a row the surer one: a title over the fields must not cut the row below them off.
    return max((h for h in found if first.top <= h.top <= first.bottom), key=lambda h: h.score)


def declared_header(grid: Grid, row: int) -> Header | None:
    """The header that somebody declared to stand in sheet row ``row`` (1-based), whatever its words.

    ``None`` when the sheet has no filled cell there.
    """
    if not 1 <= row <= grid.frame.height:
        return None
    cells = _cells(grid.indices, _Line.of(grid.frame.row(row - 1)))
    return Header(row - 1, row - 1, cells, 0.0) if any(cell.texts for cell in cells) else None


def next_header(grid: Grid, header: Header) -> Header | None:
    """The header of another table below ``header`` in the same sheet, or ``None``.

    Only rows without any digit are looked at, and at least three fields must be claimed; a row that repeats
    the header of the table itself is none.
    """
    first = header.bottom + 1
    below = grid.frame.slice(first)
    if below.height > _TWO_TABLES:
        return None
    wordy = _wordy(below)
    if wordy.is_empty():
        return None
    filled = pl.sum_horizontal(pl.all().str.contains(r"\S").fill_null(value=False))
    likely = wordy.filter(below[wordy].select(likely=filled >= 3).get_column("likely"))
    own = {(cell.index, text.lower()) for cell in header.cells for text in cell.texts}
    for place in _said_once(below, likely).to_list():
        top = first + place
        line, *after = (_Line.of(row) for row in grid.frame.slice(top, 2).rows())
        texts = {(i, text.lower()) for i, text in zip(grid.indices, line.texts, strict=True) if text}
        if len(texts & own) * 2 >= len(texts) or is_heading(line.texts):
            continue
        single = _single(grid, top, line)
        paired = _pair(grid, top, line, after[0]) if after else None
        found = max((h for h in (single, paired) if h is not None), key=lambda h: h.score, default=None)
        if found is not None and found.score >= _CERTAIN:
            return found
    return None


def _said_once(below: pl.DataFrame, places: pl.Series) -> pl.Series:
    """Those of the rows that an earlier one, and the row below it, did not say already."""
    text = pl.concat_str(pl.all().fill_null(""), separator="\x1f")
    under = (places + 1).clip(upper_bound=below.height - 1)
    pairs = pl.concat([below[places].select(a=text), below[under].select(b=text)], how="horizontal")
    return places.filter(pairs.select(pl.struct("a", "b").is_first_distinct()).to_series())


def _wordy(below: pl.DataFrame) -> pl.Series:
    """Which rows hold no number of three digits, by their place.

    In a long sheet, rows with a plain number in the column that has most of them are set aside first.
    """
    # One text a row is asked for digits: a pattern over each column costs small sheets most of their time.
    text = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    likely = (~text.str.contains(r"\d{3}")).alias("likely")
    if below.height <= _LONG:
        return below.select(likely).get_column("likely").arg_true()
    plain = (pl.all().str.len_bytes() > _DIGITS) & pl.all().cast(pl.UInt64, strict=False).is_not_null()
    shares = below.gather_every(below.height // _SAMPLE).select(plain.mean()).row(0, named=True)
    column = pl.col(max(shares, key=lambda name: shares[name] or 0.0))
    known = (column.str.len_bytes() > _DIGITS) & column.cast(pl.UInt64, strict=False).is_not_null()
    rest = below.select(rest=~known.fill_null(value=False)).get_column("rest").arg_true()
    return rest.filter(below[rest].select(likely).get_column("likely"))


def _cells(indices: Sequence[int], line: _Line) -> tuple[HeaderCell, ...]:
    return tuple(
        HeaderCell(index, (text,) if text else ())
        for index, text in zip(indices, _without_labels(line.texts), strict=True)
    )


def _single(grid: Grid, top: int, line: _Line) -> Header | None:
    """The row as a header of its own."""
    # Data, unless labels of a preamble (a colon blanks two cells at most) stand among it.
    if line.numbers > 1 and line.numbers > 1 + 2 * sum(":" in text for text in line.texts):
        return None
    return _header(top, top, _cells(grid.indices, line))


def _without_labels(texts: list[str]) -> list[str]:
    """Texts with the labels of a preamble (``DESA :``, or ``DESA`` before ``: X``) blanked.

    In a row whose every text is such a label, nothing is said of any: they are the headers.
    """
    kept = list(texts)
    filled = [text for text in texts if text]
    if len(filled) >= _LABELS and all(text.endswith(":") for text in filled):
        return [text.rstrip(" :") for text in texts]
    following = ""
    for i in range(len(texts) - 1, -1, -1):
        text = texts[i]
        if text:
            if text.endswith(":") or text.startswith(":") or following.startswith(":"):
                kept[i] = ""
            following = text
    return kept


def _header(top: int, bottom: int, cells: tuple[HeaderCell, ...]) -> Header | None:
    filled = [cell for cell in cells if cell.texts]
    words = [cell for cell in filled if not _LONG_NUMBER.search(cell.text.replace(" ", ""))]
    numbers = len(filled) - len(words)
    if numbers > 1:  # a row of data, before its names are asked for their meaning one by one
        return None
    fields: dict[str, float] = {}
    known = unknown = 0
    for cell in words:
        found = best_claim(cell)
        if found is None:
            if any(is_ambiguous_status(text) for text in cell.texts):
                known += 1
            else:
                unknown += 1
        elif found.field is None:
            known += 1
            told = role_of(cell.text)
            if told is not None:  # a husband's name and a wife's: people of the row
                fields.setdefault(told[1], found.confidence)
        else:
            fields[found.field] = max(found.confidence, fields.get(found.field, 0.0))
    if len(fields) < 2 or not _ANCHORS & fields.keys():
        return None
    # A NIK and a birth say that people stand below, whatever stands beside them.
    person = "nik" in fields and bool(_BIRTHS & fields.keys()) and min(fields.values()) >= FILLED
    if len(fields) == 2 and unknown > 2 + known and not person:
        return None
    return Header(top, bottom, cells, sum(fields.values()) + 0.3 * known - 0.05 * unknown - 2.0 * numbers)


def _pair(grid: Grid, top: int, line: _Line, below: _Line) -> Header | None:
    """A group row over a field row, or ``None`` when the lower row is none.

    At least three in five filled cells of the lower row must be header words, none may be a long number, and
    some column must have its only text above or below: a data row under a header fails all of these.
    """
    upper, lower = line.texts, below.texts
    # A header merged down over both rows says its text in both: it has no field row of its own.
    lower = ["" if text == above else text for above, text in zip(upper, lower, strict=True)]
    if not any(upper) or (below.numbers and any(_LONG_NUMBER.search(t) for t in lower)):
        return None
    if is_heading(lower):  # ``DUSUN I`` over the first rows
        return None
    groups = _spread(upper, lower, grid.indices, _merges_at(grid.merges, top))
    filled = [i for i, text in enumerate(lower) if text]
    words = 0
    sexes = [bool(_SEX.match(text)) for text in lower]
    cells: list[HeaderCell] = []
    for i, index in enumerate(grid.indices):
        sub = lower[i]
        cell = HeaderCell(index, _pair_texts(groups[i], sub))
        cells.append(cell)
        # Counts of men and women under groups of any name: ages, religions.
        if sub and (best_claim(cell) is not None or (sexes[i] and sum(sexes) > 1)):
            words += 1
    if not filled or words < 0.6 * len(filled):
        return None
    made = _header(top, top + 1, tuple(cells))
    if len(filled) < len([t for t in groups if t]) or made is None:
        return made
    # Nearly every column has its own header below: a group row only where it makes more of them known.
    alone = _single(grid, top + 1, below)
    return made if alone is not None and made.score >= alone.score + _MORE else None


def _pair_texts(group: str, sub: str) -> tuple[str, ...]:
    """Readings of a field under its group: ``Tempat`` under ``Kelahiran`` is a ``Tempat Lahir`` too.

    ``L`` and ``P`` under a word for sex, or for what only one of them can hold, are the columns of men and of
    women (``marks.one_column_of_sex``).
    """
    if not group or not sub:
        return tuple(text for text in (group, sub) if text)
    if _SEX.match(sub) and (field := by_sex(group)) is not None:
        return (f"{group} {sub}", field.replace("_", " "))
    birth = "lahir" in group.lower() and "lahir" not in sub.lower()
    return (f"{group} {sub}", *((f"{sub} lahir",) if birth else ()), sub)


def _merges_at(merges: Sequence[Merge], row: int) -> dict[int, int]:
    return {m.left: m.right for m in merges if m.top <= row <= m.bottom and m.right > m.left}


def _spread(upper: list[str], lower: list[str], indices: Sequence[int], merged: dict[int, int]) -> list[str]:
    """Group texts carried right: over the merged range where known, else over blanks with a text below."""
    groups = list(upper)
    current, until = "", -1
    for i, index in enumerate(indices):
        if upper[i]:
            current = upper[i]
            until = merged.get(index, index if merged else 1 << 20)
        elif lower[i] and index <= until:
            groups[i] = current
        else:
            current, until = "", -1
    return groups
