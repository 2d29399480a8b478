"""KT05x, KT06x and KT1xx: rows that stand for no one, tables that lack a column, cells that cannot be read.

Rules of a standardised value itself (a NIK's day, a name's signs) stand in ``schemas``; these are the rules
of the way from a cell to its value.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.fields import PROGRAMMES
from kalteng_data.validate.check import RAW, Check, among

TOTAL_LINE = (
    r"(?i)^(JUMLAH|SUB ?TOTAL|TOTAL|GRAND TOTAL|REKAP(ITULASI)?|KETERANGAN|MENGETAHUI|NAMA|NAMA LENGKAP|"
    r"NAMA PENDUDUK)( (PENDUDUK|JIWA|KK|KELUARGA|SELURUHNYA|SEMUA|DESA|LAKI.?LAKI|PEREMPUAN))*\s*:?$"
)
"""Words that stand where a name is expected in a line of totals, of a signature or of headers."""

UNKNOWN = (
    r"(?i)^(-+|0+|\.+|\?+|N/?A|NULL|NONE|"
    r"TIDAK (ADA|TAHU|DIKETAHUI|TERSEDIA|MENGISI)|BELUM (ADA|DIKETAHUI|DIISI))$"
)
"""Words that say a cell is empty; unfilled is another finding than unreadable."""

_HIDING = r"(?:[*xX#_\x{2022}\x{25cf}\x{2588}\x{25a0}][\s.\-]*){3,}"
_MASK = rf"^\W*(?:\d[\s.\-]*){{2,}}{_HIDING}\d*\W*$|^\W*{_HIDING}\d{{2,}}\W*$"
"""A number of which some digits, in one stretch, were replaced by signs that hide them."""


def raw(field: str) -> pl.Expr:
    """A cell's text."""
    return pl.col(RAW + field)


def where(condition: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Text of the rows that a rule asks about, else null: patterns cost a hundred times what a null does."""
    return pl.when(condition).then(text)


def said(text: pl.Expr) -> pl.Expr:
    """Text is there and more than a word for nothing."""
    return text.is_not_null() & ~text.str.strip_chars().str.contains(UNKNOWN)


def filled(field: str) -> pl.Expr:
    """A cell holds more than a word for nothing."""
    return said(raw(field))


def unread(field: str) -> pl.Expr:
    """A cell is filled and no value was read from it."""
    return said(without_value(field))


def without_value(field: str) -> pl.Expr:
    """A cell's text where no value was read from it."""
    return where(pl.col(field).is_null(), raw(field))


def _unread(code: str, field: str, broken: pl.Expr | None = None) -> tuple[Check, ...]:
    """A rule of filled cells from which no value was read; ``broken`` says which of these."""
    rows = pl.col(field).is_null() & raw(field).is_not_null()
    return among(rows, Check(code, field, unread(field) if broken is None else broken))


def _written(text: pl.Expr) -> pl.Expr:
    """The day that a refused birth date names: to come, or too long ago, is another fault than no date."""
    numbers = text.str.extract(r"(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{8})").str.replace_all(r"[/. ]", "-")
    forms = ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y")
    return pl.coalesce(numbers.str.to_date(form, strict=False, exact=True) for form in forms)


_NO_NIK = pl.col("nik_status").ne_missing("ok")
_NO_KK = pl.col("kk_status").ne_missing("ok")
_NO_DATE = pl.col("tanggal_status").ne_missing("ok")
_WRONG_LENGTH = where(pl.col("nik_status") == "panjang", raw("nik"))
_DIGITS = raw("nik").str.replace_all(r"\D", "").str.len_chars().cast(pl.String)
_KK_DIGITS = raw("no_kk").str.replace_all(r"\D", "").str.len_chars().cast(pl.String)


def _read_as_digits(field: str) -> pl.Expr:
    """An O among digits is read as a zero, an I or L as a one: said, never mended in silence."""
    lettered = where(raw(field).str.contains(r"[OILoil|]"), raw(field))
    return lettered.str.contains(r"(?i)^(?:[\dOIL|][\s.'\-]*){10,}$").fill_null(value=False)


def _lettered(field: str, status: str) -> tuple[Check, ...]:
    rows = raw(field).is_not_null() & raw(field).ne_missing(pl.col(field))
    return among(rows, Check("KT110", field, (pl.col(status) != "panjang") & _read_as_digits(field)))


_WRONG_CARD = where(pl.col("kk_status") == "panjang", raw("no_kk"))


def _masked(wrong: pl.Expr) -> pl.Expr:
    """Digits of a number that somebody hid (``6203**********01``): nothing is wrong, only withheld."""
    return wrong.str.contains(_MASK).fill_null(value=False)


# A letter among digits is a slip of the hand (O for 0), not a number of the wrong length.
_LETTERS = _WRONG_LENGTH.str.contains(r"(\d\D*){8}") & _WRONG_LENGTH.str.contains(r"[A-DF-Za-df-z]")

# RT and RW in one column, of which "003/-" leaves one open.
_JOINT = raw("rt").eq_missing(raw("rw"))
_OTHER_READ = pl.col("rw").is_not_null()
_ONE_NUMBER = raw("rt").str.replace_all(r"(?i)\bR\.?[TW]\b|\b0+\b", " ").str.count_matches(r"[\p{L}\d]+") <= 1

_UNNAMED = pl.col("nama").is_null() & _NO_NIK
_TOTAL = pl.col("nama").str.contains(TOTAL_LINE)

_WRITTEN = _written(raw("tanggal_lahir"))
_TO_COME = pl.col("hari_ini") < _WRITTEN
_LONG_AGO = _WRITTEN.dt.year() < 1900

TABLES: tuple[Check, ...] = (
    Check("KT061", "nik", ~pl.col("ada_nik") & ~pl.col("nomor_lain")),
    Check("KT062", "tanggal_lahir", ~pl.col("ada_tanggal_lahir")),
    Check("KT063", "no_kk", ~pl.col("ada_no_kk") & ~pl.col("nomor_lain")),
    Check("KT064", "kode_desa", ~pl.col("ada_tempat")),
    # A column of numbers loses the sixteenth digit the next time someone saves it.
    Check(
        "KT065", "nik", (pl.col("angka") >= 0.5) & (pl.col("n") >= 10),
        (pl.col("angka") * 100).round().cast(pl.Int32),
    ),
    Check("KT066", "jenis_kelamin", ~pl.col("ada_jenis_kelamin")),
    Check("KT071", "nama", ~pl.col("ada_nama") & pl.col("ada_nik")),
)  # fmt: skip
"""Rules of a whole table, over the frame of ``context.tables_of``."""

ROWS: tuple[Check, ...] = among(
    _NO_NIK,
    Check("KT051", "nama", _UNNAMED & ~_TOTAL.fill_null(value=False)),
    Check("KT052", "nama", _TOTAL),
)

NUMBERS: tuple[Check, ...] = (
    *among(
        _NO_NIK,
        Check("KT101", "nik", (pl.col("nik_status") == "kosong") & pl.col("ada_nik")),
        Check("KT102", "nik", pl.col("nik_status") == "sementara"),
        Check(
            "KT103", "nik", (pl.col("nik_status") == "panjang") & ~_LETTERS & ~_masked(_WRONG_LENGTH), _DIGITS
        ),
        Check("KT107", "nik", pl.col("nik_status") == "excel"),
        Check("KT108", "nik", pl.col("nik_status") == "ilmiah"),
        Check("KT110", "nik", (pl.col("nik_status") == "panjang") & _LETTERS & ~_masked(_WRONG_LENGTH)),
        Check("KT117", "nik", _masked(_WRONG_LENGTH)),
    ),
    *_lettered("nik", "nik_status"),
    *_lettered("no_kk", "kk_status"),
    *among(
        _NO_KK,
        Check("KT111", "no_kk", (pl.col("kk_status") == "panjang") & ~_masked(_WRONG_CARD), _KK_DIGITS),
        Check("KT117", "no_kk", _masked(_WRONG_CARD)),
        Check("KT112", "no_kk", (pl.col("kk_status") == "kosong") & pl.col("ada_no_kk")),
        Check("KT113", "no_kk", pl.col("kk_status") == "sementara"),
        Check("KT114", "no_kk", pl.col("kk_status") == "excel"),
        Check("KT115", "no_kk", pl.col("kk_status") == "ilmiah"),
        Check("KT116", "no_kk", pl.col("kk_status") == "format"),
    ),
)

VALUES: tuple[Check, ...] = (
    *among(pl.col("nama").is_null(), Check("KT120", "nama", ~_NO_NIK & pl.col("ada_nama"))),
    *among(
        _NO_DATE,
        Check("KT130", "tanggal_lahir", (pl.col("tanggal_status") == "kosong") & pl.col("ada_tanggal_lahir")),
        Check("KT134", "tanggal_lahir", pl.col("tanggal_status") == "bawaan"),
        Check("KT135", "tanggal_lahir", pl.col("tanggal_status") == "tahun"),
        Check("KT136", "tanggal_lahir", pl.col("tanggal_status") == "rancu"),
    ),
    *among(
        pl.col("tanggal_status") == "salah",
        Check("KT131", "tanggal_lahir", ~(_TO_COME | _LONG_AGO).fill_null(value=False)),
        Check("KT132", "tanggal_lahir", _TO_COME),
        Check("KT133", "tanggal_lahir", _LONG_AGO),
    ),
    *among(
        pl.col("jenis_kelamin").is_null(),
        Check("KT140", "jenis_kelamin", ~unread("jenis_kelamin") & pl.col("ada_jenis_kelamin")),
        Check("KT141", "jenis_kelamin", unread("jenis_kelamin")),
    ),
    *_unread("KT150", "rt", unread("rt") & ~(_JOINT & _OTHER_READ & _ONE_NUMBER)),
    *_unread("KT150", "rw", unread("rw") & ~(_JOINT & (_ONE_NUMBER | unread("rt")))),
    *among(
        raw("umur").str.len_bytes() > 2,
        Check("KT151", "umur", raw("umur").str.extract(r"(\d+)").cast(pl.Int32, strict=False).gt(120)),
    ),
    *_unread("KT152", "desil"),
    *(check for programme in PROGRAMMES for check in _unread("KT153", programme)),
)  # fmt: skip

FIELDS = (*ROWS, *NUMBERS, *VALUES)
"""Rules of single rows about people."""
