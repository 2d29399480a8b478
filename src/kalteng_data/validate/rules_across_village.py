"""KT5xx: what the rows of a village say together: signs of damage, of invented data, of rows left out.

In: the frame of people. Out: one row a village of a table (``villages_of``) or a repeated birth date
(``crowded_dates``), and the rules over them. A finding of a village stands at the village's first row.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from kalteng_data.validate.check import Check
from kalteng_data.validate.neighbours import crowded, mixed

FEW_PEOPLE = 100
"""Shares of a village are judged from so many rows on."""

_TWIN_LIMIT = 8
"""So many people of a village born on one day are damage: 2,000 over 70 years share a day by threes."""

_DEFAULT_DAYS = ((1, 1), (7, 1), (12, 31))
"""(month, day) written where the day is unknown: 1 January, 1 July, 31 December."""

_PERCENT = 100


_DEFAULT_DATES = [dt.date(year, *day) for year in range(1900, 2101) for day in _DEFAULT_DAYS]
"""These days in all years of birth that are read: to look a date up costs a fifth of taking it apart."""


def _default(born: pl.Expr) -> pl.Expr:
    return born.is_in(_DEFAULT_DATES)


def villages_of(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a village of a table: ``table, row, raw_desa, n``, and shares in percent of what rules judge.

    A list that names no village is judged as a whole.
    """
    born = pl.col("tanggal_lahir")
    sex = pl.col("jenis_kelamin")
    digits = pl.col("nik_mentah")
    young = pl.col("hari_ini") - pl.duration(days=int(5 * 365.25) + 1)
    step = pl.col("nik_n") - pl.col("nik_n").shift(1)
    return (
        frame.lazy()
        .select(
            "table", "row", "raw_desa", "raw_kode_desa", "desa_n", "desa_tabel", "kk_n",
            born=born,
            # Each is a value where the row can speak, else null: means are shares of those that can.
            default=_default(born),
            small=born > young,
            boy=pl.when(sex.is_not_null()).then(sex == "L"),
            zero=pl.when(digits.str.len_bytes() == 16).then(digits.str.ends_with("0")),
            round=born.dt.year() % 5 == 0,
            next=(step == 1) & (pl.col("table") == pl.col("table").shift(1)),
        )
        .group_by("desa_tabel")
        .agg(
            pl.col("table").first(),
            pl.col("desa_n").first(),
            pl.col("row").first(),
            pl.col("raw_desa").first(),
            pl.col("raw_kode_desa").first(),
            n=pl.len(),
            dated=pl.col("born").count(),
            bawaan=pl.col("default").mean() * _PERCENT,
            balita=pl.col("small").sum(),
            laki=pl.col("boy").mean() * _PERCENT,
            bersex=pl.col("boy").count(),
            nol=pl.col("zero").mean() * _PERCENT,
            bernik=pl.col("zero").count(),
            bulat=pl.col("round").mean() * _PERCENT,
            urut=pl.col("next").mean() * _PERCENT,
            kartu=pl.col("kk_n").n_unique(),
            berkartu=pl.col("kk_n").count(),
        )
        .collect()
    )  # fmt: skip


def crowded_dates(frame: pl.DataFrame, villages: pl.DataFrame) -> pl.DataFrame:
    """Birth dates that too many people of one village share: ``table, row, tanggal_lahir, n, semua``.

    Args:
        frame: the frame of people.
        villages: the frame of ``villages_of``.
    """
    born = pl.col("tanggal_lahir")
    keys = pl.when(born.is_not_null()).then(mixed(pl.col("desa_tabel").fill_null(0), born))
    shared = crowded(frame.lazy().select(keys).collect().to_series(), _TWIN_LIMIT)
    sizes = villages.select("table", "desa_n", semua="n")
    return (
        frame.lazy()
        .select("table", "desa_n", "tanggal_lahir", "row", "rid", "raw_tanggal_lahir")
        .filter(shared)
        .collect()
        .lazy()
        .filter(~_default(born))
        .group_by("table", "desa_n", "tanggal_lahir")
        .agg(
            pl.col("row").min(),
            pl.col("raw_tanggal_lahir").get(pl.col("rid").arg_min()),
            pl.col("rid").min(),
            n=pl.len(),
        )
        .filter(pl.col("n") >= _TWIN_LIMIT)
        .collect()
        .join(sizes, on=["table", "desa_n"], how="left", nulls_equal=True)
        .sort("rid")
    )


def _percent(name: str) -> pl.Expr:
    return pl.col(name).round().cast(pl.Int32)


VILLAGES: tuple[Check, ...] = (
    Check(
        "KT502", "tanggal_lahir", (pl.col("bawaan") >= 20) & (pl.col("dated") >= 30),
        _percent("bawaan"), "raw_desa",
    ),
    # By chance one number in ten ends in 0.
    Check("KT503", "nik", (pl.col("nol") >= 50) & (pl.col("bernik") >= 20), _percent("nol"), "raw_desa"),
    Check(
        "KT504", "tanggal_lahir",
        (pl.col("n") >= 300) & (pl.col("dated") >= 0.8 * pl.col("n")) & (pl.col("balita") == 0),
        pl.col("n"), "raw_desa",
    ),
    Check(
        "KT505", "jenis_kelamin",
        (pl.col("bersex") >= FEW_PEOPLE) & ~pl.col("laki").is_between(30, 70),
        _percent("laki"), "raw_desa",
    ),
    Check(
        "KT506", "no_kk", (pl.col("berkartu") >= FEW_PEOPLE) & (pl.col("berkartu") > 10 * pl.col("kartu")),
        (pl.col("berkartu") / pl.col("kartu")).round().cast(pl.Int32), "raw_desa",
    ),
    # By chance one year in five ends in 0 or 5.
    Check(
        "KT507", "tanggal_lahir", (pl.col("dated") >= 200) & (pl.col("bulat") >= 40),
        _percent("bulat"), "raw_desa",
    ),
    Check("KT508", "nik", (pl.col("bernik") >= 20) & (pl.col("urut") >= 20), _percent("urut"), "raw_desa"),
)  # fmt: skip
"""Rules over the frame of ``villages_of``."""

DATES: tuple[Check, ...] = (
    Check("KT501", "tanggal_lahir", pl.col("n") >= 0.005 * pl.col("semua"), pl.col("n")),
)
"""Rules over the frame of ``crowded_dates``."""
