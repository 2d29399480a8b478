"""Schemas of the frames that travel between the steps, and of the published tables.

In: a standardised or published frame. Out: the rows and fields that do not fit, by the code of their finding.
Bulk data stays in polars frames; what stands here is their shape. pandera is imported here alone and late: it
costs most of a second, and neither ``--help`` nor a lookup needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from kalteng_data import reference
from kalteng_data.errors import VerificationError
from kalteng_data.model import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    import pandera.polars as pa

FINDINGS: dict[str, type[pl.DataType]] = {
    "code": pl.String,
    "severity": pl.String,
    "table": pl.UInt32,
    "row": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "detail": pl.String,
}
"""One finding a row: ``table`` is a ``Table.index``, ``row`` a spreadsheet row (0 for the whole table)."""

FAILURES: dict[str, type[pl.DataType]] = {"index": pl.UInt32, "field": pl.String, "code": pl.String}
"""One value that breaks a schema: its position in the frame, its column, the code of its finding."""

CONTRACT = "KT199"
"""Code of a value that breaks the shape itself, not a rule of its own."""

PROVINCES = (
    *range(11, 22), *range(31, 37), *range(51, 55), *range(61, 66), *range(71, 77), *range(81, 83),
    *range(91, 98),
)  # fmt: skip
"""Province codes that a NIK may begin with; codes of before a split (54, 91, 94) stay valid for life."""

NIK_STATUS = pl.Enum(["ok", "kosong", "sementara", "panjang", "format", "excel", "ilmiah"])
DATE_STATUS = pl.Enum(["ok", "kosong", "bawaan", "tahun", "salah", "rancu"])
SEX = pl.Enum(["L", "P"])
"""Words of closed lists: a byte a row where text takes sixteen, and their type holds them to the list."""

LISTED: Mapping[str, str] = {"agama": "KT201", "pendidikan": "KT202", "pekerjaan": "KT203"}
"""Fields that keep words no code list has, and the code of such a word."""

CLOSED = ("shdk", "status_kawin", "kewarganegaraan", "golongan_darah", "status_dasar")
"""Fields that hold a label of their code list or nothing."""

NAME_SIGNS = r"^[\p{L}\p{M}\d .,'\x{2018}\x{2019}\x{00b4}`\"()/-]*$"
"""Signs that stand in names: letters of any script, apostrophes of all kinds, titles' dots and commas."""

PLACEHOLDER_NAME = (
    r"^(?:X{2,}|N\.?N\.?|TANPA NAMA|BELUM ADA( NAMA)?|TIDAK (ADA|DIKETAHUI)|NO ?NAME|BAYI|"
    r"BAYI (NY|IBU|NYONYA)\b.*|ANAK (NY|IBU|KE)\b.*|TES|TEST|[A-Z])$"
)
"""Words that stand where a name is not known: a single letter or 'BAYI NY ...' is no one's name yet."""


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """A rule that one standardised value must keep; ``holds`` makes its expression from the column."""

    code: str
    field: str
    holds: Callable[[pl.Expr], pl.Expr]


def no_findings() -> pl.DataFrame:
    """An empty frame of findings."""
    return pl.DataFrame(schema=FINDINGS)


def matches(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    """A check that text fits ``pattern``."""
    return lambda column: column.str.contains(pattern)


def one_of(values: Sequence[str] | pl.Series) -> Callable[[pl.Expr], pl.Expr]:
    """A check that text is one of ``values``."""
    return lambda column: column.is_in(values)


@lru_cache(maxsize=16)
def labels(field: str) -> tuple[str, ...]:
    """The values a coded field may have: labels of code lists, and spellings kept undecided (Kaharingan)."""
    known = [*reference.codes(field)["label"], *reference.variants(field)["label"]]
    return tuple(sorted({str(label) for label in known}))


@cache
def closed_lists() -> Mapping[str, pl.Enum]:
    """The labels of each coded field that holds a label of its list or nothing."""
    return {"jenis_kelamin": SEX, **{field: pl.Enum(labels(field)) for field in CLOSED}}


def _digits(column: pl.Expr, start: int, length: int) -> pl.Expr:
    return column.str.slice(start, length).cast(pl.Int32, strict=False)


def _possible_day(nik: pl.Expr) -> pl.Expr:
    """The day is raised by 40 for a woman: 01-31 or 41-71, and no 31 June (PP 37/2007 art. 37)."""
    day, month, year = _digits(nik, 6, 2), _digits(nik, 8, 2), _digits(nik, 10, 2)
    born = pl.when(day > 40).then(day - 40).otherwise(day)
    february = pl.when(year % 4 == 0).then(29).otherwise(28)
    longest = pl.when(month == 2).then(february).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    return born.is_between(1, longest)


def person_checks(today: dt.date) -> tuple[FieldCheck, ...]:
    """Rules of single standardised values of a person; the parts of a NIK: PP 37/2007 art. 37."""
    day = pl.date(today.year, today.month, today.day)
    return (
        FieldCheck(CONTRACT, "nik", matches(r"^\d{16}$")),
        FieldCheck(CONTRACT, "no_kk", matches(r"^\d{16}$")),
        FieldCheck(CONTRACT, "jenis_kelamin", one_of(SEX.categories)),
        FieldCheck(CONTRACT, "nik_status", one_of(NIK_STATUS.categories)),
        FieldCheck(CONTRACT, "kk_status", one_of(NIK_STATUS.categories)),
        FieldCheck(CONTRACT, "tanggal_status", one_of(DATE_STATUS.categories)),
        FieldCheck(CONTRACT, "rt", matches(r"^\d{3}$")),
        FieldCheck(CONTRACT, "rw", matches(r"^\d{3}$")),
        FieldCheck("KT104", "nik", _possible_day),
        FieldCheck("KT105", "nik", lambda c: _digits(c, 8, 2).is_between(1, 12)),
        FieldCheck("KT106", "nik", lambda c: _digits(c, 0, 2).is_in(PROVINCES)),
        # Serials begin at 0001: 0000 is left by a spreadsheet that keeps 15 digits.
        FieldCheck("KT109", "nik", lambda c: ~c.str.ends_with("0000")),
        FieldCheck("KT121", "nama", lambda c: ~c.str.contains(r"\d")),
        FieldCheck("KT122", "nama", lambda c: ~c.str.contains(PLACEHOLDER_NAME)),
        FieldCheck("KT123", "nama", matches(NAME_SIGNS)),
        FieldCheck("KT132", "tanggal_lahir", lambda c: c <= day),
        FieldCheck("KT133", "tanggal_lahir", lambda c: c.dt.year() >= 1900),
        FieldCheck(
            "KT137", "tanggal_lahir", lambda c: (c.dt.year() < 1900) | (c > day.dt.offset_by(_YEARS_OF_LIFE))
        ),
        FieldCheck("KT152", "desil", lambda c: c.is_between(1, 10)),
        # Words that no list knows are kept as they stand in these fields, and in the others not read at all.
        *(FieldCheck(code, field, one_of(labels(field))) for field, code in LISTED.items()),
        *(FieldCheck(CONTRACT, field, one_of(labels(field))) for field in CLOSED),
    )


_YEARS_OF_LIFE = "-106y"


def _sound_nik(nik: pl.Expr) -> pl.Expr:
    number = nik.cast(pl.Int64, strict=False)
    day, month = number // 10**8 % 100, number // 10**6 % 100
    return (
        _sixteen_digits(nik)
        & (day <= 70)
        & (day % 40).is_between(1, pl.when(month == 2).then(28).otherwise(30))
        & month.is_between(1, 12)
        & (number // 10**14).is_in(PROVINCES)
        & (number % 10**4 != 0)
    )


def _sixteen_digits(text: pl.Expr) -> pl.Expr:
    """16 signs that are a number of 16 digits, the first of them no zero."""
    return (text.str.len_bytes() == 16) & (text.cast(pl.Int64, strict=False) >= 10**15)


def _sound(today: dt.date) -> Mapping[str, Callable[[pl.Expr], pl.Expr]]:
    """What values look like that surely keep all rules of their field, told cheaply.

    The rules are asked of the others alone; what is not named here is told by its distinct values.
    """
    day = pl.date(today.year, today.month, today.day)
    oldest = pl.max_horizontal(day.dt.offset_by(_YEARS_OF_LIFE), pl.date(1900, 1, 1))
    return {
        "nik": _sound_nik,
        "no_kk": _sixteen_digits,
        "nama": lambda c: ~c.str.contains(rf"[^A-Z ]|{PLACEHOLDER_NAME}"),
        "tanggal_lahir": lambda c: (c > oldest) & (c <= day),
    }


def village_checks(_today: dt.date) -> tuple[FieldCheck, ...]:
    """Rules of single standardised values of a village."""
    counts = ("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas")
    return tuple(FieldCheck("KT161", name, lambda c: c >= 0) for name in counts)


def family_checks(_today: dt.date) -> tuple[FieldCheck, ...]:
    """Rules of single standardised values of a family card."""
    return (
        FieldCheck(CONTRACT, "no_kk", matches(r"^\d{16}$")),
        FieldCheck(CONTRACT, "kk_status", one_of(NIK_STATUS.categories)),
        FieldCheck("KT152", "desil", lambda c: c.is_between(1, 10)),
        FieldCheck("KT163", "jumlah_anggota", lambda c: c.is_between(1, 40)),
    )


CHECKS: Mapping[Kind, Callable[[dt.date], tuple[FieldCheck, ...]]] = {
    Kind.PENDUDUK: person_checks,
    Kind.KELUARGA: family_checks,
    Kind.DESA: village_checks,
}

_DTYPES: dict[str, Any] = {
    "tanggal_lahir": pl.Date,
    "desil": pl.Int8,
    "jumlah_anggota": pl.Int32,
    "jumlah_penduduk": pl.Int64,
    "jumlah_laki_laki": pl.Int64,
    "jumlah_perempuan": pl.Int64,
    "jumlah_kk": pl.Int64,
    "luas": pl.Float64,
}

_VILLAGE_CODE = r"^62\.\d{2}\.\d{2}\.[12]\d{3}$"
_PUBLISHED: Mapping[Kind, tuple[tuple[str, str | None, bool], ...]] = {
    # column, pattern, may be empty
    Kind.PENDUDUK: (
        ("id_penduduk", r"^\S+$", False), ("nama", None, True), ("nik", r"^\d{16}$", True),
        ("nik_status", r"^[a-z]+$", False), ("no_kk", r"^\d{16}$", True), ("jenis_kelamin", r"^[LP]$", True),
        ("rt", r"^\d{3}$", True), ("rw", r"^\d{3}$", True), ("id_keluarga", r"^\S+$", True),
        ("kode_desa", _VILLAGE_CODE, True),
    ),
    Kind.KELUARGA: (
        ("id_keluarga", r"^\S+$", False), ("no_kk", r"^\d{16}$", True), ("kode_desa", _VILLAGE_CODE, True),
    ),
    Kind.DESA: (("kode_desa", _VILLAGE_CODE, False), ("nama_desa", r"\S", False)),
}  # fmt: skip
_KEYS = {Kind.PENDUDUK: "id_penduduk", Kind.KELUARGA: "id_keluarga", Kind.DESA: "kode_desa"}


@lru_cache(maxsize=4)
def published(kind: Kind) -> pa.DataFrameSchema:
    """The pandera schema of a published table: what every reader of a snapshot relies on."""
    import pandera.polars as pa

    columns = {}
    for name, pattern, nullable in _PUBLISHED[kind]:
        checks = [] if pattern is None else [_pandera(FieldCheck(CONTRACT, name, matches(pattern)))]
        columns[name] = pa.Column(pl.String, checks=checks, nullable=nullable, unique=name == _KEYS[kind])
    if kind is Kind.PENDUDUK:
        columns["tanggal_lahir"] = pa.Column(pl.Date, nullable=True)
    return pa.DataFrameSchema(columns, name=str(kind))


def _pandera(check: FieldCheck) -> pa.Check:
    import pandera.polars as pa

    def holds(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(check.holds(pl.col(data.key or check.field)))

    return pa.Check(holds, name=check.code)


def failures(kind: Kind, frame: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Values of a standardised frame that break a rule of their field; a blank breaks none.

    Args:
        kind: which schema.
        frame: a standardised frame; columns it lacks are not checked.
        today: the day after which no one is born.

    Returns:
        ``FAILURES``, unordered.

    Raises:
        VerificationError: a column's type is not the schema's, a fault of the program rather than of data.
    """
    by_field: dict[str, list[FieldCheck]] = {}
    for check in CHECKS[kind](today):
        by_field.setdefault(check.field, []).append(check)
    sound = _sound(today)
    parts = [pl.DataFrame(schema=FAILURES)]
    for field, checks in by_field.items():
        if field not in frame.columns:
            continue
        column = frame[field]
        if column.dtype == pl.Enum and all(check.code == CONTRACT for check in checks):
            continue
        if column.dtype not in (pl.Enum, _DTYPES.get(field, pl.String)):
            raise VerificationError("schema-broken", table=str(kind), column=field, rows=frame.height)
        if column.null_count() < column.len():
            parts += _broken(column, checks, sound.get(field))
    return pl.concat(parts)


def _broken(
    column: pl.Series, checks: Sequence[FieldCheck], sound: Callable[[pl.Expr], pl.Expr] | None
) -> list[pl.DataFrame]:
    """``FAILURES`` of one column, by check."""
    value = pl.col(column.name)
    if sound is None:
        # A coded field holds few values: what they are is asked once, not of each row.
        distinct = column.unique().drop_nulls().to_frame()
        broken = distinct.select(~pl.all_horizontal(check.holds(value) for check in checks)).to_series()
        doubtful = column.is_in(distinct.filter(broken).to_series().implode()) if broken.any() else None
    else:
        unsure = value.is_not_null() & ~sound(value).fill_null(value=False)
        doubtful = column.to_frame().lazy().select(unsure).collect().to_series()
    if doubtful is None or not doubtful.any():
        return []
    rows = pl.DataFrame([column, pl.int_range(column.len(), dtype=pl.UInt32, eager=True).alias("index")])
    rows = rows.filter(doubtful)
    return [
        rows.filter(~check.holds(value)).select("index", field=pl.lit(check.field), code=pl.lit(check.code))
        for check in checks
    ]


def verify_published(kind: Kind, frame: pl.DataFrame) -> None:
    """Refuse a table that breaks the contract of snapshots.

    Raises:
        VerificationError: names table, column and number of rows, never a value.
    """
    broken = _failures(published(kind), frame)
    if broken.height:
        column = broken["field"][0]
        rows = broken.filter(pl.col("field") == column).height
        raise VerificationError("schema-broken", table=str(kind), column=column, rows=rows)


def _failures(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> pl.DataFrame:
    from pandera.errors import SchemaErrors

    # pandera skips data checks of a LazyFrame, so this takes a frame that is already collected.
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
    else:
        return pl.DataFrame(schema=FAILURES)
    # The exception's own text dumps whole rows; nothing of it leaves this function but positions and names.
    found = pl.DataFrame(cases).select(
        index=pl.col("index").cast(pl.UInt32),
        # A column that is missing is named by the failure itself.
        field=pl.when(pl.col("check") == "column_in_dataframe").then("failure_case").otherwise("column"),
        code=pl.col("check"),
    )
    shape = found.filter(pl.col("index").is_null())
    if shape.height:
        raise VerificationError(
            "schema-broken", table=schema.name, column=shape["field"][0], rows=frame.height
        )
    coded = pl.col("code").str.contains(r"^KT\d{3}$")
    return found.with_columns(code=pl.when(coded).then("code").otherwise(pl.lit(CONTRACT)))
