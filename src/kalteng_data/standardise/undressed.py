"""Dates that stand in their cell with something harmless: an age, a mark, brackets, an unusual separator.

Only cells that no form of ``dates`` fits are asked, so a list of plain dates pays nothing. What is taken
away says nothing about the day: whatever else stands there (a second date, words of another event) stays and
leaves the cell unreadable.
"""

from __future__ import annotations

import polars as pl

_UNIT = r"(?:TAHUN|THN|TH|T|BULAN|BLN|BL|MINGGU|MGG|HARI|HR)"
_AGED = r"\b(?:UMUR|USIA|UMR)\b[\s:.]*"
_YEARS = rf"\d{{1,3}}\s*{_UNIT}\b\.?(?:\s*\d{{1,2}}\s*{_UNIT}\b\.?)*"
_AGE = rf"{_AGED}(?:{_YEARS}|\d{{1,3}}\b)|\b{_YEARS}"
_DENIED = r"\b(?:SALAH|BUKAN|RALAT|SEHARUSNYA|HARUSNYA|WAFAT|MENINGGAL|MATI|PINDAH|TERBIT|NIKAH|KAWIN|CERAI)"
_STEPS: tuple[tuple[str, str], ...] = (
    (_AGE, " "),
    # "(KTP)", "(sesuai akta)": where the date was read from.
    (r"\([^()\d]*\)|\[[^\[\]\d]*\]", " "),
    (r"^\W+", ""),
    (r"(?:[^\p{L}\d]|\bWIB\b|\bWITA\b|\bWIT\b)+$", ""),
    # The age without its word: a number after a date that is whole.
    (r"^(\d{1,2}([^\p{L}\d]+)\d{1,2}[^\p{L}\d]+\d{4})\s*[^\p{L}\d\s]\s*\d{1,3}$", "$1"),
    (r"^(\d{1,2}\W*\p{L}{3,}\W*\d{4})\s*[^\p{L}\d\s]\s*\d{1,3}$", "$1"),
    (r"^(\d{4}[^\p{L}\d]+\d{1,2}[^\p{L}\d]+\d{1,2})\s*[(/|;,]\s*\d{1,3}$", "$1"),
)
"""What is taken away, in this order."""

_ODD = r"[^\p{L}\d\s]{1,2}"
_PARTED = rf"^(?:\p{{L}}\D*[\s,])?(\d{{1,4}})\s*({_ODD})\s*(\d{{1,2}})\s*({_ODD})\s*(\d{{1,4}})$"
"""Three numbers with any sign between them, twice the same; a place may stand before."""

_ZEROS = r"^0+(?:[.,]0+)?$"


def undressed(text: pl.Expr) -> pl.Expr:
    """The bare date in cells that hold more, for another reading; null where a zero only fills the cell.

    Args:
        text: upper-case text, single blanks.
    """
    denied = text.str.contains(_DENIED)
    # An O beside a digit is a zero, as in the identity numbers.
    bare = text.str.replace_all(r"(\d)O", "${1}0").str.replace_all(r"\bO(\d)", "0${1}")
    for pattern, written in _STEPS:
        bare = bare.str.replace_all(pattern, written)
    bare = bare.str.strip_chars()
    parts = bare.str.extract_groups(_PARTED).struct
    same = parts.field("2") == parts.field("4")
    parted = pl.when(same).then(pl.concat_str([parts.field(n) for n in ("1", "3", "5")], separator="-"))
    return (
        pl.when(text.str.contains(_ZEROS)).then(None)
        .when(denied | (bare == "")).then(text).otherwise(pl.coalesce(parted, bare))
    )  # fmt: skip
