"""KT3xx: values of one row that cannot both be true.

A NIK never changes, not even when a birth date is corrected: where it disagrees with residence, birth date or
sex this is a warning, never an error (UU 23/2006 art. 13: it is valid for life).
"""

from __future__ import annotations

import math

import polars as pl

from kalteng_data.validate.check import Check, among
from kalteng_data.validate.rules_fields import filled, raw

MARRIED = ("KAWIN", "CERAI", "CERAI HIDUP", "CERAI MATI")
AT_WORK = ("BELUM/TIDAK BEKERJA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "LAINNYA")
GROWN = (
    "KEPALA KELUARGA",
    "SUAMI",
    "ISTRI",
    "ISTRI/SUAMI",
    "MENANTU",
    "ORANG TUA",
    "MERTUA",
    "ORANG TUA/MERTUA",
)

_BORN = pl.col("tanggal_lahir")
_INSIDE = pl.col("nik_tanggal")
_SOUND_DATE = pl.col("tanggal_status").is_in(["ok", "rancu"])
# Two digits of a year leave the century open: only day, month and year of the century are compared.
_SAME = (
    (_BORN.dt.day() == _INSIDE.dt.day())
    & (_BORN.dt.month() == _INSIDE.dt.month())
    & (_BORN.dt.year() % 100 == _INSIDE.dt.year() % 100)
)
_SWAPPED = (
    (_BORN.dt.day() == _INSIDE.dt.month())
    & (_BORN.dt.month() == _INSIDE.dt.day())
    & (_BORN.dt.year() % 100 == _INSIDE.dt.year() % 100)
    & (_BORN.dt.day() != _BORN.dt.month())
)
_SHIFTED = pl.col("geser").fill_null(value=False)
ANOTHER_DATE = _BORN != _INSIDE
"""Rows that ``DIFFERS`` can hold for, cheaply told."""
DIFFERS = _SOUND_DATE & ~_SAME
"""The date inside a NIK is not the row's birth date."""

_AGE_TEXT = raw("umur").str.extract(r"^\s*(\d{1,3})\b").cast(pl.Int32, strict=False)
_USIA = (pl.col("hari_ini") - _BORN).dt.total_days() // 365.25


def _younger_than(age: int) -> pl.Expr:
    """Whether ``_USIA`` is below ``age``, told by the day that makes it so: dates compare like integers."""
    return pl.col("hari_ini") - pl.duration(days=math.ceil(age * 365.25)) < _BORN


_YOUNG = pl.col("hari_ini") - pl.duration(days=17 * 366) < _BORN
"""Rows that rules of ages below 17 can hold for, cheaply told."""
_HEAD_NAME = raw("nama_kepala_keluarga").str.strip_chars().str.to_uppercase()

ACROSS_FIELDS: tuple[Check, ...] = (
    *among(
        ANOTHER_DATE,
        Check("KT301", "nik", DIFFERS & ~_SWAPPED & ~_SHIFTED, _INSIDE.dt.to_string("%Y-%m-%d")),
        Check("KT304", "tanggal_lahir", DIFFERS & _SWAPPED & ~_SHIFTED, _INSIDE.dt.to_string("%Y-%m-%d")),
    ),
    Check("KT302", "jenis_kelamin", pl.col("jenis_kelamin") != pl.col("nik_kelamin"), pl.col("nik_kelamin")),
    Check("KT303", "nik", pl.col("nik_n") == pl.col("kk_n")),
    # A list may be some years old: an age a little lower than the birth date's is no contradiction.
    *among(
        raw("umur").is_not_null(),
        Check(
            "KT306", "umur", _SOUND_DATE & ~(_USIA - _AGE_TEXT).is_between(-2, 10) & (_AGE_TEXT <= 120),
            _USIA.cast(pl.Int32),
        ),
    ),
    Check(
        "KT307", "status_dasar",
        pl.col("status_dasar") != "HIDUP", pl.col("status_dasar"),
    ),
    Check(
        "KT309", "shdk",
        ((pl.col("shdk") == "ISTRI") & (pl.col("jenis_kelamin") == "L"))
        | ((pl.col("shdk") == "SUAMI") & (pl.col("jenis_kelamin") == "P")),
        pl.col("jenis_kelamin"),
    ),
    *among(
        _YOUNG,
        Check(
            "KT305", "status_kawin",
            pl.col("status_kawin").is_in(MARRIED) & _younger_than(15), _USIA.cast(pl.Int32),
        ),
        Check("KT310", "shdk", pl.col("shdk").is_in(GROWN) & _younger_than(12), _USIA.cast(pl.Int32)),
        Check(
            "KT311", "pendidikan",
            (_younger_than(5) & pl.col("pendidikan").str.starts_with("TAMAT SD"))
            | (_younger_than(10) & pl.col("pendidikan").str.starts_with("SLTP"))
            | (_younger_than(13) & pl.col("pendidikan").str.starts_with("SLTA"))
            | (_younger_than(16) & pl.col("pendidikan").str.contains(r"^(DIPLOMA|AKADEMI|STRATA)")),
            _USIA.cast(pl.Int32),
        ),
        Check(
            "KT314", "pekerjaan",
            pl.col("pekerjaan").is_not_null() & ~pl.col("pekerjaan").is_in(AT_WORK) & _younger_than(10),
            _USIA.cast(pl.Int32),
        ),
    ),
    *among(
        raw("nik_ibu").is_not_null(),
        Check("KT312", "nik_ibu", filled("nik_ibu") & (raw("nik_ibu") == raw("nik"))),
    ),
    *among(
        raw("nik_ayah").is_not_null(),
        Check("KT312", "nik_ayah", filled("nik_ayah") & (raw("nik_ayah") == raw("nik"))),
    ),
    # A son may be named like his father; no one bears the name of the mother whole, word for word.
    *among(
        pl.col("nama") == pl.col("nama_ibu"),
        Check("KT313", "nama_ibu", pl.col("nama").str.contains(" ", literal=True)),
    ),
)  # fmt: skip
"""Rules of several values of one row about a person."""

HEADS_NAMED = (
    (pl.col("shdk") == "KEPALA KELUARGA") & raw("nama_kepala_keluarga").is_not_null(),
    filled("nama_kepala_keluarga") & (pl.col("nama") != _HEAD_NAME),
)
"""Heads of a card whose cell for the head's name holds another name than their own; the second condition is
costly, and asked of the rows that keep the first."""

NAMES_OF_HEADS: tuple[Check, ...] = (
    Check(
        "KT308", "nama",
        ~_HEAD_NAME.str.contains(pl.col("nama_cocok").str.extract(r"^(\S{1,3})"), literal=True),
    ),
)  # fmt: skip
"""Rules of ``HEADS_NAMED``, for rows with ``nama_cocok``."""

_MALE = pl.col("jumlah_laki_laki").cast(pl.Int64, strict=False)
_FEMALE = pl.col("jumlah_perempuan").cast(pl.Int64, strict=False)
_ALL = pl.col("jumlah_penduduk").cast(pl.Int64, strict=False)
_CARDS = pl.col("jumlah_kk").cast(pl.Int64, strict=False)
COUNTS = ("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas", "skor_idm")

VILLAGE_FIELDS: tuple[Check, ...] = (
    *(Check("KT160", name, pl.col(name).is_null() & filled(name)) for name in COUNTS),
    Check("KT320", "jumlah_penduduk", _MALE + _FEMALE != _ALL, _MALE + _FEMALE),
    Check("KT321", "jumlah_kk", (_CARDS > _ALL) & (_ALL > 0), _ALL),
    Check("KT322", "jumlah_penduduk", _ALL == 0),
)
"""Rules of a row about a village."""

FAMILY_FIELDS: tuple[Check, ...] = (
    Check("KT160", "jumlah_anggota", pl.col("jumlah_anggota").is_null() & filled("jumlah_anggota")),
)
"""Rules of a row about a family card."""
