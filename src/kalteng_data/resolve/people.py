"""Rows to people: the link frame out of the standardised frame, linked by the model of ``people.toml``."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kalteng_data.errors import SettingsError
from kalteng_data.link.engine import Decisions, Linked, link
from kalteng_data.link.parse import read_model

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from kalteng_data.link.model import LinkModel

EXACT = ("ok", "rancu")
"""Statuses of birth dates of which day and month are meant; other dates tell a year at most."""

DAMAGED = "excel"
"""Status of a number that a spreadsheet rounded."""


@cache
def people_model() -> LinkModel:
    """The model of people that the package ships."""
    return read_model(files(__package__).joinpath("people.toml").read_text(encoding="utf-8"), "people.toml")


def own_model(path: Path) -> LinkModel:
    """A model of people of somebody's own, in the form of ``people.toml``.

    Raises:
        SettingsError: the file cannot be read, or a key of it makes no sense.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError("no-model", file=str(path)) from None
    return read_model(text, path.name)


def with_thresholds(model: LinkModel, match: float | None, review: float | None) -> LinkModel:
    """``model`` with other thresholds, given as probabilities between 0 and 1 and kept as log-odds.

    Clusters join above ``match``; pairs from ``review`` up to the mirror of it are for people to see.
    """
    rules = model.clustering
    if match is not None:
        rules = replace(rules, cluster=log(match / (1 - match)))
    if review is not None:
        low = log(review / (1 - review))
        rules = replace(rules, review=(low, max(rules.cluster, -low)))
    return replace(model, clustering=rules)


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
        # No date and yet a year: the age told it.
        tanggal_kira=~from_nik & (pl.col("tanggal_status") == "kosong"),
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
    prints: NDArray[np.uint64],
    *,
    model: LinkModel | None = None,
    decisions: Decisions | None = None,
    keep_edges: bool = False,
) -> Linked:
    """People of accepted rows: clusters, probabilities, doubtful pairs.

    Args:
        persons: as for ``link_frame``, like ``villages`` and ``lists``.
        villages: village of each row.
        lists: list of each row.
        prints: fingerprint of each row (``fingerprint``): rows alike in all that is compared are taken
            in its order, so that no order of rows matters.
        model: by default the one that the package ships.
        decisions: as for ``link``, like ``keep_edges``.
        keep_edges: also return the compared pairs.
    """
    frame = link_frame(persons, villages, lists)[np.argsort(prints, kind="stable")]
    return link(frame, model or people_model(), None, decisions, keep_edges=keep_edges)
