"""Two values in one cell: a name and its number, two numbers, a name and its sex, a birth date and an age.

Forms save a column so (``Nama / NIK``). Both fields get the column; their values are parted when the records
are taken. Header and cells must agree: a header of two fields over cells of one stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import polars as pl

from kalteng_data.load.synonyms import EXACT, claim
from kalteng_data.load.words import header_words

_NAMES = frozenset({"nama", "nama_kepala_keluarga"})
_NUMBERS = frozenset({"nik", "no_kk", "nik_kepala_keluarga"})
_MOST = 0.5
"""Least share of the filled cells that hold both values."""
_JOINTS = frozenset({"dan", "atau", "serta", "and"})
_NUMBER = r"\d[\d .'-]{13,}\d"
_DATE = (
    r"\d{4}-\d{2}-\d{2}|\d{1,2}-\d{1,2}-\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.\d{1,2}\.\d{2,4}|"
    r"\d{1,2}[ -]\p{L}{3,}[ -]\d{4}"
)
_TWO = r"^\D*(\d{1,3})\D+(\d{1,3})\D*$"
_NAME_AND_BIRTH = r"^\s*(\p{L}[^\r\n/|;0-9]+?)\s*[\r\n/|;]+\s*(\p{L}[^\r\n]*\d{2,4})\W*$"
_SEX = r"(?i)(?:l|p|lk|pr|laki\W?laki|perempuan|pria|wanita)"
_LABEL = r"(?i)\b(?:nik|no\W*kk|kk|ktp|nama)\b\W*"
_EDGES = "/-,;:|&. \t\r\n"


Part = Callable[[pl.Expr], pl.Expr]
Parts = tuple[Part, Part]


@lru_cache(maxsize=2048)
def two_fields(text: str) -> tuple[str, str] | None:
    """The two fields that a header names one after the other, or ``None``; both must be known words."""
    words = [word for word in header_words(text) if word not in _JOINTS]
    found = set()
    for cut in range(1, len(words)):
        one, two = claim(" ".join(words[:cut])), claim(" ".join(words[cut:]))
        if one is None or two is None or min(one.confidence, two.confidence) < EXACT:
            continue
        if one.field is not None and two.field is not None and _parts(one.field, two.field) is not None:
            found.add((one.field, two.field))
    return found.pop() if len(found) == 1 else None


def both_in(text: str, cells: pl.Series) -> tuple[str, str] | None:
    """The two fields of a column, when its header names both and most of its ``cells`` hold both."""
    pair = two_fields(text)
    if pair is None:
        return None
    one, two = _parts(*pair) or (None, None)
    filled = cells.drop_nulls().alias("cell").to_frame().filter(pl.col("cell").str.contains(r"\S"))
    if one is None or two is None or filled.is_empty():
        return None
    cell = pl.col("cell")
    share = filled.select((one(cell).is_not_null() & two(cell).is_not_null()).mean()).item()
    return pair if share >= _MOST else None


def part_of(field: str, other: str, cell: pl.Expr, *, first: bool) -> pl.Expr:
    """The value of ``field`` in cells that hold ``other`` too; ``first`` where its header names it first."""
    parts = _parts(field, other) if first else _parts(other, field)
    if parts is None:
        return cell
    return parts[0 if first else 1](cell)


def _parts(one: str, two: str) -> Parts | None:
    """How the values of two fields, in the order of their header, are taken from a cell."""
    return _ways().get((one, two))


@cache
def _ways() -> dict[tuple[str, str], Parts]:
    numbers: Parts = (_first_number, _second_number)
    return {
        **{(one, two): numbers for one in _NUMBERS for two in _NUMBERS if one != two},
        **{(name, number): (_without_number, _first_number) for name in _NAMES for number in _NUMBERS},
        **{(number, name): (_first_number, _without_number) for name in _NAMES for number in _NUMBERS},
        **{(name, "jenis_kelamin"): (_without_sex, _sex) for name in _NAMES},
        **{(name, "ttl"): (_before_break, _after_break) for name in _NAMES},
        ("rw", "rt"): (_one_of_two, _two_of_two),
        ("umur", "tanggal_lahir"): (_age, _date),
        ("tanggal_lahir", "umur"): (_date, _age),
    }


def _first_number(cell: pl.Expr) -> pl.Expr:
    return pl.coalesce(cell.str.extract(r"(?:^|\D)(\d{16})(?:\D|$)", 1), cell.str.extract(rf"({_NUMBER})", 1))


def _second_number(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(rf"\d{{16}}\D+?({_NUMBER})", 1)


def _before_break(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(_NAME_AND_BIRTH, 1)


def _after_break(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(_NAME_AND_BIRTH, 2)


def _one_of_two(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(_TWO, 1)


def _two_of_two(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(_TWO, 2)


def _filled(cell: pl.Expr) -> pl.Expr:
    tidy = cell.str.strip_chars(_EDGES)
    return pl.when(tidy.str.contains(r"\p{L}")).then(tidy)


def _without_number(cell: pl.Expr) -> pl.Expr:
    bare = (
        cell.str.replace_all(_NUMBER, " ").str.replace_all(_LABEL, " ").str.replace_all(r"[(\[]\W*[)\]]", " ")
    )
    return _filled(bare)


def _sex(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(rf"[^\p{{L}}]({_SEX})\W*$", 1)


def _without_sex(cell: pl.Expr) -> pl.Expr:
    return _filled(cell.str.replace(rf"[\s(\[/,;|-]+{_SEX}[\s)\].]*$", ""))


def _date(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(f"({_DATE})", 1)


def _age(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace(_DATE, " ").str.extract(r"\b(\d{1,3})\b", 1)
