"""What a sheet says once for the rows below it in a cell of theirs: the card at the head of a family.

Clerks write the card's number beside the head of the family only. A row read alone would stand under none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.continued import numbers_rows
from kalteng_data.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_HEAD = r"(?i)^\W*(?:k(?:ep(?:ala)?|pl)\b\W*(?:kel\w*|k\W?k|rumah\W*tangga)?|k\W?k|krt|1)\W*$"
_OF_THE_FAMILY = (
    "no_kk", "nama_kepala_keluarga", "nik_kepala_keluarga", "alamat", "dusun", "rt", "rw", "rt_rw", "desa",
    "kode_desa", "kecamatan", "kabupaten",
)  # fmt: skip
_HOME = ("alamat", "dusun", "rt", "rw", "rt_rw", "desa", "kode_desa", "kecamatan", "kabupaten")
_PLACES = frozenset({"desa", "kode_desa", "kecamatan", "kabupaten"})
_LOOKED_AT = 200_000
"""Larger sheets are exports of programs, which say everything in every row."""
_AGREE = 0.95
_DIGITS = 3
"""Bytes beyond which a whole number has three digits at least: a sign may be one of them."""
_LEAST_FAMILIES = 3
_CARDED = 0.5
"""Least share of the families that have a card: one without must not stop the others."""


def one_name(body: pl.DataFrame, columns: Sequence[Column], kind: Kind) -> pl.DataFrame:
    """The rows with the head's name as his own, where heads and members are named in a column each.

    ``Nama Kepala Keluarga`` and ``Nama Anggota``: both are used, and (nearly) never in one row.

    Args:
        body: String columns named by absolute index.
        columns: the mapped columns.
        kind: what a record stands for.
    """
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    if kind is not Kind.PENDUDUK or not {"nama", "nama_kepala_keluarga"} <= mapped.keys():
        return body
    name, head = pl.col(mapped["nama"]), pl.col(mapped["nama_kepala_keluarga"])
    own, other = (cell.str.contains(r"\p{L}").fill_null(value=False) for cell in (name, head))
    counts = body.select(both=(own & other).sum(), members=(own & ~other).sum(), heads=(other & ~own).sum())
    both, members, heads = counts.row(0)
    if not min(members, heads) or both > (1 - _AGREE) * (members + heads):
        return body
    return body.with_columns(pl.when(other & ~own).then(head).otherwise(name).alias(mapped["nama"]))


def from_head_of_family(
    records: pl.DataFrame, columns: Sequence[Column], kind: Kind, headed: Collection[str] = ()
) -> pl.DataFrame:
    """The records with what stands beside the head of each family written for its other members too.

    Done only where the sheet shows the habit, for at least three families: the card is blank beside (nearly)
    everyone who does not begin a family. Heads begin them; without their role, the running number does where
    it is blank beside the members too. A family whose first row has no card is left without.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
        kind: what a record stands for.
        headed: fields that lines between the rows state.
    """
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    if kind is Kind.DESA:
        return records
    records = _with_places(records, {f: c for f, c in mapped.items() if f in _PLACES and f not in headed})
    if kind is not Kind.PENDUDUK:
        return records
    if "no_kk" in mapped:
        records = _with_cards(records, columns, mapped)
    return _with_homes(records, mapped)


def _with_cards(records: pl.DataFrame, columns: Sequence[Column], mapped: Mapping[str, str]) -> pl.DataFrame:
    """The records with the card, and what else stands beside the head, written for the other members."""
    starts: list[pl.Expr] = []
    number = pl.col(mapped["no_kk"])
    plain = (number.str.len_bytes() > _DIGITS) & number.cast(pl.UInt64, strict=False).is_not_null()
    lacking = records.select(pl.len() - plain.sum()).item()
    if not lacking:  # nobody's card is blank
        return records
    if "shdk" in mapped and not _carded_all_over(records, mapped["shdk"], lacking):
        starts.append(pl.col(mapped["shdk"]).str.contains(_HEAD).fill_null(value=False))
    count = next((str(c.index) for c in columns if c.field is None and numbers_rows(c.header)), None)
    if count is not None and records.select((pl.col(count).fill_null("") == "").any()).item():
        starts.append(pl.col(count).str.contains(r"\d").fill_null(value=False))
    start = next((start for start in starts if _habit(records, start, mapped["no_kk"])), None)
    if start is None:
        return records
    family = start.cum_sum().alias("family")
    own = [mapped[field] for field in _OF_THE_FAMILY if field in mapped]
    known = (pl.when(pl.col(name).str.contains(r"\S")).then(pl.col(name)) for name in own)
    # Rows before the first head belong to nobody known.
    carried = (
        pl.when(pl.col("family") > 0).then(value.forward_fill().over("family")).otherwise(name).alias(name)
        for name, value in zip(own, known, strict=True)
    )
    return records.with_columns(family).with_columns(carried).drop("family")


def _with_places(records: pl.DataFrame, places: Mapping[str, str]) -> pl.DataFrame:
    """The records with a place that is written where it changes only written for the rows below it.

    The first row has it, most have none, and none says again what the one before it said.
    """
    some = [name for name in places.values() if records.get_column(name).null_count()]
    if not some or not 1 < records.height <= _LOOKED_AT:
        return records
    said = pl.col(some).str.contains(r"[\p{L}\d]").fill_null(value=False)
    told = records.select(said)
    once: list[str] = []
    for name in some:
        filled = records.get_column(name).filter(told.get_column(name))
        changes = (filled != filled.shift(1)).fill_null(value=True).all()
        if told.item(0, name) and filled.len() * 2 <= records.height and changes:
            once.append(name)
    return records.with_columns(pl.col(once).fill_null(strategy="forward")) if once else records


def _with_homes(records: pl.DataFrame, mapped: Mapping[str, str]) -> pl.DataFrame:
    """The records with a home that stands in the first row of each family written for its other members.

    A family is a run of one card; in a list without cards it begins with its head. A column is filled only
    where it shows the habit, each for itself.
    """
    homes = [mapped[field] for field in _HOME if field in mapped]
    some = [name for name in homes if records.get_column(name).null_count()]
    if not some or records.height > _LOOKED_AT:
        return records
    if "no_kk" in mapped:
        card = pl.col(mapped["no_kk"])
        start, known = card.ne_missing(card.shift()), card.str.contains(r"\d{3}").fill_null(value=False)
        start = start | (pl.int_range(pl.len()) == 0)
    elif "shdk" in mapped:
        start = pl.col(mapped["shdk"]).str.contains(_HEAD).fill_null(value=False)
        known = start.cum_sum() > 0
    else:
        return records
    filled = {name: pl.col(name).str.contains(r"[\p{L}\d]").fill_null(value=False) for name in some}
    counts = records.select(*(filled[name].sum().alias(name) for name in some), start=start.sum()).row(
        0, named=True
    )
    # Those of others than the first of a family are blank: no more than so many can be filled.
    most = records.height - max(1, _AGREE * (records.height - counts["start"]))
    sparse = [name for name in some if _LEAST_FAMILIES <= counts[name] <= most]
    if not sparse:
        return records
    lines = records.with_columns(start=start, known=known, family=start.cum_sum())
    begins = pl.col("start") & pl.col("known")
    shown = lines.select(
        pl.struct(
            others=(~pl.col("start")).sum(),
            blank=(~pl.col("start") & ~filled[name]).sum(),
            starts=begins.sum(),
            told=(begins & filled[name]).sum(),
        ).alias(name)
        for name in sparse
    ).row(0, named=True)
    habits = [
        name
        for name, seen in shown.items()
        if seen["blank"] >= max(1, _AGREE * seen["others"])
        and seen["told"] >= max(_LEAST_FAMILIES, _AGREE * seen["starts"])
    ]
    if not habits:
        return records
    carried = (
        pl.when(~filled[name] & pl.col("known"))
        .then(pl.when(filled[name]).then(name).forward_fill().over("family"))
        .otherwise(name)
        .alias(name)
        for name in habits
    )
    return lines.with_columns(carried).drop("start", "known", "family")


def _habit(records: pl.DataFrame, start: pl.Expr, no_kk: str) -> bool:
    """Whether cards stand beside the rows that begin a family, and beside nobody else."""
    card = pl.col(no_kk).str.contains(r"\d{3}").fill_null(value=False)
    counts = records.select(
        others=(~start).sum(), carded=(start & card).sum(), starts=start.sum(), blank=(~start & ~card).sum()
    )
    others, carded, starts, blank = counts.row(0)
    most = carded >= max(_LEAST_FAMILIES, _CARDED * starts)
    return bool(others > 0 and most and blank >= _AGREE * others)


def _carded_all_over(records: pl.DataFrame, shdk: str, lacking: int) -> bool:
    """Whether too few rows (``lacking``) are without a plain card number for the habit."""
    kinds = records.get_column(shdk).value_counts(name="rows")
    others = ~pl.col(shdk).str.contains(_HEAD).fill_null(value=False)
    return bool(lacking < _AGREE * kinds.select(pl.col("rows").filter(others).sum()).item())
