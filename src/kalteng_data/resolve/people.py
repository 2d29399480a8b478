"""Rows to people: the link frame out of the standardised frame, linked by the model of ``people.toml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.link.engine import Decisions, Linked, link
from kalteng_data.link.parse import read_model

if TYPE_CHECKING:
    from kalteng_data.link.model import LinkModel
    from kalteng_data.link.trained import Trained

EXACT = ("ok", "rancu")
"""Statuses of birth dates of which day and month are meant; other dates tell a year at most."""

DAMAGED = "excel"
"""Status of a number that a spreadsheet rounded."""


@cache
def people_model() -> LinkModel:
    """The model of people that the package ships."""
    return read_model(files(__package__).joinpath("people.toml").read_text(encoding="utf-8"), "people.toml")


def link_frame(persons: pl.DataFrame, villages: pl.Series, lists: pl.Series) -> pl.DataFrame:
    """The columns that the model compares, one row a person row.

    Args:
        persons: Standardised rows (``standardise_persons``).
        villages: ``kode_desa`` of each row, null where not resolved.
        lists: The list of each row (its level): rows of one list resemble each other in other ways.

    Returns:
        ``rid`` and the model's columns. The date of birth is the one in the NIK where the row has none, and
        ``nik_cocok`` is null where there is no date of its own to agree with.
    """
    exact = pl.col("tanggal_status").is_in(EXACT) & pl.col("tanggal_lahir").is_not_null()
    # A default date in the row that the NIK repeats is what the register says, as exact as any other.
    confirmed = pl.col("tanggal_lahir") == pl.col("nik_tanggal")
    from_nik = ~exact & pl.col("nik_tanggal").is_not_null()
    stated = pl.coalesce("tanggal_lahir", pl.date("tahun_lahir", 1, 1))
    return persons.with_columns(desa=villages, sumber=lists).select(
        "rid",
        nama="nama_cocok",
        bunyi="nama_bunyi",
        nik=pl.coalesce("nik", "nik_mentah"),
        nik_cocok=pl.when(exact | confirmed).then("nik_cocok"),
        nik_bulat=(pl.col("nik_status") == DAMAGED).fill_null(value=False),
        tanggal=pl.when(from_nik).then("nik_tanggal").otherwise(stated),
        tanggal_kabur=~exact & ~from_nik,
        kelamin="jenis_kelamin",
        kk=pl.coalesce("no_kk", "kk_mentah"),
        kk_bulat=(pl.col("kk_status") == DAMAGED).fill_null(value=False),
        desa="desa",
        rt="rt",
        rw="rw",
        alamat="alamat_cocok",
        lahir="tempat_lahir",
        peran="shdk",
        sumber="sumber",
    )


def resolve_people(
    persons: pl.DataFrame,
    villages: pl.Series,
    lists: pl.Series,
    *,
    trained: Trained | None = None,
    decisions: Decisions | None = None,
) -> Linked:
    """People of accepted rows: clusters, probabilities, doubtful pairs; see ``link_frame`` for arguments."""
    return link(link_frame(persons, villages, lists), people_model(), trained, decisions)
