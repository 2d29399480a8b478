"""Addresses: what is printed, what is compared, and the RT and RW, wherever they stand."""

from __future__ import annotations

import polars as pl

from kalteng_data.standardise.text import APOSTROPHES, mapped, said, unaccented

_ROOM = r"[\s.:\-]*0*(\d{1,3})\b"
_RT, _RW = rf"\bR\s*\.?\s*T\b{_ROOM}", rf"\bR\s*\.?\s*W\b{_ROOM}"
_GLUED_RT, _GLUED_RW = r"\bRT0*(\d{1,3})\b", r"\bRW0*(\d{1,3})\b"
_BOTH = r"\bR\.?T\b\.?(?:\s*/\s*R\.?W\b\.?)?[\s.:\-]*(\d{1,3})\s*/\s*(\d{1,3})\b"
"""``RT/RW 001/002``, and ``RT 001/002``, which says the same."""

_PAIR = r"^(?:R\.?T\.?(?:\s*/\s*R\.?W\.?)?)?[\s.:]*0*(\d{1,3})\s*[/\-\x{2013}\\,;| ]+\s*0*(\d{1,3})$"
_DOTTED = r"^(\d{2,3})\s?\.\s?(\d{2,3})$"
"""``003.001``: both written out, for ``3.0`` is a number of a spreadsheet."""

_FIRST_ONLY = r"^(?:R\.?T\.?)?[\s.:]*0*(\d{1,3})\s*[/|\\]\s*[-.0?]*$"
_SECOND_ONLY = r"^[-.0?]*\s*[/|\\]\s*0*(\d{1,3})$"
"""``003/-`` and ``-/001``: one of both was left open."""

_ROMAN = r"[\s.:]*([IVX]{1,5})"
_ROMAN_PAIR = rf"^(?:R\.?T\b)?{_ROMAN}\s*[/\- ]\s*(?:R\.?W\b)?{_ROMAN}$"
_ROMANS = {
    tens + ones: str(10 * ten + one)
    for ten, tens in enumerate(("", "X", "XX", "XXX"))
    for one, ones in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens or ones
}

_FOLDED: tuple[tuple[str, str], ...] = (
    (APOSTROPHES, ""), (_BOTH, " "), (_RT, " "), (_RW, " "), (_GLUED_RT, " "), (_GLUED_RW, " "),
    (r"\bRT\s*/?\s*RW\b", " "), (r"\b(?:JALAN|JLN|JLAN|JL)\b", " "), (r"\b(?:GANG|GNG|GG)\b", " GG "),
    (r"\b(?:NOMOR|NOMER|NMR|NO)\b", " NO "), (r"\b(?:BLOK|BLK)\b", " BLOK "),
    (r"\b(?:KOMPLEKS|KOMPLEK|KOMPL|KOMP|KPLK)\b", " KOMPLEK "), (r"\bSEI\b", " SUNGAI "),
    (r"\b(?:DESA|DS|KELURAHAN|KEL)\b", " "), (r"[^\p{L}\p{N}]+", " "),
    (r"\bNO 0*(\d)", "NO ${1}"), (r"\s+", " "),
)  # fmt: skip
"""Steps from a printed address to the one that is compared: one spelling for road words, no RT and RW."""


def address(values: pl.Series) -> pl.DataFrame:
    """Forms of a column of addresses.

    Returns:
        ``alamat`` (upper case, single spaces), ``alamat_cocok`` (road words, RT/RW and punctuation gone,
        ``GANG`` and ``NO`` written one way); a row per value.
    """
    return mapped(values, _forms)


def _forms(distinct: pl.DataFrame) -> pl.DataFrame:
    frame = distinct.with_columns(_printed(pl.col("value")).alias("alamat"))
    rest = unaccented(pl.col("alamat"))
    for pattern, written in _FOLDED:
        rest = rest.str.replace_all(pattern, written)
    return frame.with_columns(rest.str.strip_chars().replace({"": None}).alias("alamat_cocok"))


def _printed(text: pl.Expr) -> pl.Expr:
    return said(text).str.strip_chars(" ,;:-_=*'\"").str.extract(r"^(.*(?:\p{L}|[1-9]).*)$", 1)


def _numbers(distinct: pl.DataFrame) -> pl.DataFrame:
    """``alamat_rt`` and ``alamat_rw``: three digits found in each distinct address."""
    frame = distinct.with_columns(_printed(pl.col("value")).alias("alamat"))
    found = {
        "alamat_rt": ((_BOTH, 1), (_RT, 1), (_GLUED_RT, 1)),
        "alamat_rw": ((_BOTH, 2), (_RW, 1), (_GLUED_RW, 1)),
    }
    numbers = [
        padded(pl.coalesce(pl.col("alamat").str.extract(pattern, part) for pattern, part in patterns)).alias(
            name
        )
        for name, patterns in found.items()
    ]
    return frame.select("value", *numbers)


def padded(digits: pl.Expr) -> pl.Expr:
    """A neighbourhood's number as three digits; null for 0, for more digits and for none."""
    number = digits.cast(pl.Int64, strict=False)
    return pl.when(number.is_between(1, 999)).then(number.cast(pl.String).str.zfill(3))


def _in_digits(roman: pl.Expr) -> pl.Expr:
    """The number of a Roman numeral up to 39; null for letters that are none."""
    return roman.replace_strict(_ROMANS, default=None, return_dtype=pl.String)


def neighbourhood(values: pl.Series, wanted: str) -> pl.DataFrame:
    """RT and RW said by a column.

    Args:
        values: cells such as ``3``, ``RT 003``, ``003/001``, ``RT 3 RW 1``, ``3.0``, ``III``, ``003/-``.
        wanted: ``rt`` or ``rw``: what a number alone means.

    Returns:
        ``rt`` and ``rw``, a row per value.
    """

    def read(distinct: pl.DataFrame) -> pl.DataFrame:
        text = said(pl.col("value")).str.strip_chars(" '`.,;:")
        pair = text.str.extract_groups(_PAIR)
        alone = text.str.extract(r"^0*(\d{1,3})(?:[.,]0+)?$", 1)
        said_rt = pl.coalesce(text.str.extract(_RT, 1), text.str.extract(_GLUED_RT, 1))
        said_rw = pl.coalesce(text.str.extract(_RW, 1), text.str.extract(_GLUED_RW, 1))
        dotted = text.str.extract_groups(_DOTTED)
        first, second = (
            pl.coalesce(found.struct.field(part) for found in (pair, dotted)) for part in ("1", "2")
        )
        romans = text.str.extract_groups(_ROMAN_PAIR).struct
        one = text.str.extract(rf"^(?:R\.?{wanted[1].upper()}\b)?{_ROMAN}$", 1)
        lone = pl.coalesce(alone, _in_digits(one))
        first = pl.coalesce(first, text.str.extract(_FIRST_ONLY, 1), _in_digits(romans.field("1")))
        second = pl.coalesce(second, text.str.extract(_SECOND_ONLY, 1), _in_digits(romans.field("2")))
        rt = (first, said_rt, lone) if wanted == "rt" else (first, said_rt)
        rw = (second, said_rw, lone) if wanted == "rw" else (second, said_rw)
        return distinct.select(
            "value", padded(pl.coalesce(rt)).alias("rt"), padded(pl.coalesce(rw)).alias("rw")
        )

    return mapped(values, read)


def neighbourhoods(raw: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """RT and RW: their own columns first, then the column of both, then the address.

    Args:
        raw: raw rows with ``rt``, ``rw``, ``rt_rw`` and ``alamat``.

    Returns:
        ``rt`` and ``rw``, three digits or null.
    """
    cells = raw.select("rt", "rw", "rt_rw", "alamat")
    number = pl.col("rt", "rw")
    digits = (number.str.len_bytes() == 3) & ~number.str.starts_with("+")
    plain = digits & number.cast(pl.UInt16, strict=False).is_between(1, 999)
    # Three digits in both columns stand as they are; so exports write nearly all.
    sought = cells.select(~pl.all_horizontal(plain.fill_null(value=False))).to_series()
    at = sought.arg_true()
    if at.is_empty():
        return cells.get_column("rt"), cells.get_column("rw")
    rt, rw = _sought(cells.filter(sought))
    return cells.get_column("rt").scatter(at, rt), cells.get_column("rw").scatter(at, rw)


def _sought(cells: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    own_rt, own_rw, joint = (
        neighbourhood(cells.get_column(name), wanted).select(pl.all().name.prefix(f"{name}_"))
        for name, wanted in (("rt", "rt"), ("rw", "rw"), ("rt_rw", "rt"))
    )
    rt = _first(own_rt["rt_rt"], joint["rt_rw_rt"], own_rw["rw_rt"])
    rw = _first(own_rw["rw_rw"], own_rt["rt_rw"], joint["rt_rw_rw"])
    if rt.null_count() == rw.null_count() == 0:
        return rt, rw
    # Only addresses of rows with a number still to be found are looked into.
    texts = cells.select(pl.when(rt.is_null() | rw.is_null()).then("alamat")).to_series()
    said_there = mapped(texts, _numbers)
    return _first(rt, said_there["alamat_rt"]), _first(rw, said_there["alamat_rw"])


def _first(*columns: pl.Series) -> pl.Series:
    """The first value of each row that is not null."""
    found = columns[0]
    for column in columns[1:]:
        if found.null_count() > 0 and column.null_count() < column.len():
            found = found.zip_with(found.is_not_null(), column)
    return found
