"""Whose codes a column holds: Kemendagri's or BPS's, decided for the whole column of a table.

Each code is valid in the other scheme with another meaning for most regencies, so a row alone tells nothing.
Code and name together do: the scheme under which the codes mean the places that stand beside them.

In: unique combinations with both meanings of each code and the places that the names beside them mean.
Out: one decision for each table and column, with its evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.places.ask import ask
from kalteng_data.places.codes import BPS, CODE_COLUMNS, KEMENDAGRI, SCHEMES
from kalteng_data.places.match import Match, likeness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table
    from kalteng_data.places.atlas import Atlas

_DECISIONS = pl.Schema(
    {
        "table": pl.UInt32,
        "field": pl.String,
        "decision": pl.String,
        "by": pl.String,
        "kemendagri": pl.UInt32,
        "bps": pl.UInt32,
        "codes": pl.UInt32,
    }
)
_ALIKE = 0.7
"""Likeness from which a written name counts as the name of the code's village."""
_CLEAR = 3
"""The winner has at least so many times the agreeing codes of the loser."""
_LEAST_SHARE = 0.1
"""A scheme under which fewer of the codes agree than this is not decided by that agreement."""
_ORDER = {
    "kode_desa": ("desa", "kecamatan", "kabupaten", "sah"),
    "kode_kecamatan": ("kecamatan", "desa", "kabupaten", "sah"),
    "kode_kabupaten": ("kabupaten", "kecamatan", "desa"),
}
"""What is asked first: the name of the very place, then its neighbours', last whether the code exists.

Every regency code exists in both schemes, so that existence says nothing of them.
"""


def _agreements(frame: pl.DataFrame, column: str, scheme: str, atlas: Atlas) -> pl.DataFrame:
    """Add ``desa_, kecamatan_, kabupaten_, sah_<scheme>``: does the code mean what stands beside it?"""
    meant = f"{column}_{scheme}"
    length = {"kode_desa": 13, "kode_kecamatan": 8, "kode_kabupaten": 5}[column]

    def village_agrees(code: str, name: str) -> Match:
        if column == "kode_desa":
            return Match(code, likeness(name, *atlas.names[code]), ())
        found = atlas.village(code, name)
        return Match(code, found.certainty if found.code else 0.0, ())

    agreed = ask(frame, village_agrees, meant, "desa", "_desa")
    return agreed.with_columns(
        (pl.col("_desa_certainty") >= _ALIKE).alias(f"desa_{scheme}"),
        (pl.col("kecamatan_nama").str.slice(0, length) == pl.col(meant).str.slice(0, 8)).alias(
            f"kecamatan_{scheme}"
        ),
        (pl.col("kabupaten_nama") == pl.col(meant).str.slice(0, 5)).alias(f"kabupaten_{scheme}"),
        pl.col(meant).is_not_null().alias(f"sah_{scheme}"),
    ).drop("_desa_code", "_desa_certainty", "_desa_candidates")


def _tally(combos: pl.DataFrame, column: str, atlas: Atlas) -> pl.DataFrame:
    """By table: how many different codes there are, and how many agree at each level under each scheme."""
    frame = combos.filter(pl.col(f"{column}_ada"))
    for scheme in SCHEMES:
        frame = _agreements(frame, column, scheme, atlas)
    # A code that means the same place in both schemes tells nothing about which it is.
    tells = pl.col(f"{column}_{KEMENDAGRI}").ne_missing(pl.col(f"{column}_{BPS}"))
    levels = _ORDER[column]
    return frame.group_by("table", maintain_order=True).agg(
        pl.len().cast(pl.UInt32).alias("codes"),
        tells.sum().cast(pl.UInt32).alias("telling"),
        pl.col(f"{column}_{KEMENDAGRI}").is_not_null().any().alias("any"),
        *(
            (pl.col(f"{level}_{scheme}").fill_null(value=False) & tells)
            .sum()
            .cast(pl.UInt32)
            .alias(f"{level}_{scheme}")
            for level in levels
            for scheme in SCHEMES
        ),
    )


def _wins(level: str, winner: str, loser: str) -> pl.Expr:
    """Whether one scheme wins clearly at a level."""
    agreeing = pl.col(f"{level}_{winner}")
    few = pl.max_horizontal(pl.lit(1), _CLEAR * pl.col(f"{level}_{loser}"), _LEAST_SHARE * pl.col("telling"))
    return agreeing >= few


def _decide(tally: pl.DataFrame, column: str) -> pl.DataFrame:
    """The first level at which one scheme wins clearly; null where none does."""
    rounds = [(level, *pair) for level in reversed(_ORDER[column]) for pair in (SCHEMES, SCHEMES[::-1])]
    clear = tally.with_columns(
        _wins(level, winner, loser).alias(f"{level}_{winner}_wins") for level, winner, loser in rounds
    )
    decision, by = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.String)
    counts = {scheme: pl.lit(0, dtype=pl.UInt32) for scheme in SCHEMES}
    for level, winner, _ in rounds:
        wins = pl.col(f"{level}_{winner}_wins")
        decision = pl.when(wins).then(pl.lit(winner)).otherwise(decision)
        by = pl.when(wins).then(pl.lit(level)).otherwise(by)
        counts = {s: pl.when(wins).then(f"{level}_{s}").otherwise(counts[s]) for s in SCHEMES}
    same = (pl.col("telling") == 0) & pl.col("any")
    return clear.select(
        "table",
        pl.lit(column).alias("field"),
        pl.when(same).then(pl.lit(KEMENDAGRI)).otherwise(decision).alias("decision"),
        pl.when(same).then(pl.lit("sama")).otherwise(by).alias("by"),
        counts[KEMENDAGRI].alias(KEMENDAGRI),
        counts[BPS].alias(BPS),
        "codes",
    )


def _from_siblings(decisions: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Let undecided columns follow the other tables of their file, where these agree with each other."""
    if not tables or decisions.get_column("decision").null_count() == 0:
        return decisions
    files = pl.DataFrame(
        {
            "table": pl.Series([table.index for table in tables], dtype=pl.UInt32),
            "file": [str(table.source.path) for table in tables],
        }
    )
    placed = decisions.join(files, on="table", how="left", maintain_order="left")
    told = (
        placed.filter(pl.col("decision").is_not_null() & (pl.col("by") != "sama"))
        .group_by("file", "field", maintain_order=True)
        .agg(pl.col("decision").unique().alias("_all"))
        .filter(pl.col("_all").list.len() == 1)
        .select("file", "field", pl.col("_all").list.first().alias("_sibling"))
    )
    return (
        placed.join(told, on=["file", "field"], how="left", maintain_order="left")
        .with_columns(
            by=pl.when(pl.col("decision").is_null() & pl.col("_sibling").is_not_null())
            .then(pl.lit("berkas"))
            .otherwise("by"),
            decision=pl.coalesce("decision", "_sibling"),
        )
        .drop("file", "_sibling")
    )


def _from_settled(decisions: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Let columns that are still undecided follow what the table's layout or memory says of its codes."""
    said = [(t.index, one.decision, one.by) for t in tables if (one := t.told("kode_desa")) is not None]
    if not said or decisions.get_column("decision").null_count() == 0:
        return decisions
    told = pl.DataFrame(said, schema={"table": pl.UInt32, "_said": pl.String, "_by": pl.String}, orient="row")
    return (
        decisions.join(told, on="table", how="left", maintain_order="left")
        .with_columns(
            by=pl.when(pl.col("decision").is_null()).then(pl.coalesce("_by", "by")).otherwise("by"),
            decision=pl.coalesce("decision", "_said"),
        )
        .drop("_said", "_by")
    )


def no_decisions() -> pl.DataFrame:
    """What ``decide_schemes`` returns where no codes stand."""
    return pl.DataFrame(schema=_DECISIONS)


def decide_schemes(
    combos: pl.DataFrame, atlas: Atlas, tables: Sequence[Table], declared: Mapping[int, str]
) -> pl.DataFrame:
    """The scheme of each column of codes of each table.

    ``combos`` holds the columns of ``codes.read_codes`` and ``kecamatan_nama``, ``kabupaten_nama``
    (Kemendagri codes that the names beside mean). ``declared`` tells a table's scheme when its source does;
    it is believed.

    Returns ``table, field, decision`` (``kemendagri``, ``bps`` or null: undecidable), ``by`` (the level that
    told: ``desa, kecamatan, kabupaten, sah``; ``sama``: all codes mean the same in both; ``berkas``: the
    other sheets of the file; ``dinyatakan``: declared; ``layout``, ``remembered``: by the table's layout or
    the workspace's memory where nothing else tells), ``kemendagri`` and ``bps`` (codes that agree under
    each at that level) and ``codes`` (different combinations seen).
    """
    found = [
        _decide(_tally(combos, column, atlas), column)
        for column in CODE_COLUMNS
        if combos.get_column(f"{column}_ada").any()
    ]
    if not found:
        return no_decisions()
    decisions = _from_settled(_from_siblings(pl.concat(found), tables), tables).sort(
        "table", "field", maintain_order=True
    )
    if not declared:
        return decisions
    said = pl.DataFrame(
        {"table": list(declared.keys()), "_declared": list(declared.values())},
        schema={"table": pl.UInt32, "_declared": pl.String},
    )
    return (
        decisions.join(said, on="table", how="left", maintain_order="left")
        .with_columns(
            by=pl.when(pl.col("_declared").is_not_null()).then(pl.lit("dinyatakan")).otherwise("by"),
            decision=pl.coalesce("_declared", "decision"),
        )
        .drop("_declared")
    )


def apply_schemes(combos: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Add ``<column>_skema`` and ``<column>_arti``: the decided scheme and the code's meaning under it.

    A column without codes of its own in a table follows the finer column that its code is a part of.
    """
    if decisions.is_empty():
        return combos.with_columns(
            pl.lit(None, pl.String).alias(f"{column}_{part}")
            for column in CODE_COLUMNS
            for part in ("skema", "arti")
        )
    chosen = (
        decisions.select("table", "field", "decision")
        .pivot(on="field", on_columns=list(CODE_COLUMNS), index="table", values="decision")
        .rename({column: f"{column}_skema" for column in CODE_COLUMNS})
    )
    frame = combos.join(chosen, on="table", how="left", maintain_order="left")
    schemes: dict[str, pl.Expr] = {}
    finer = None
    for column in CODE_COLUMNS:
        own = pl.col(f"{column}_skema")
        if finer is not None:
            own = pl.when(f"{column}_ada").then(own).otherwise(schemes[finer])
        schemes[column] = own
        finer = column
    frame = frame.with_columns(scheme.alias(f"{column}_skema") for column, scheme in schemes.items())
    return frame.with_columns(
        pl.when(pl.col(f"{column}_skema") == KEMENDAGRI)
        .then(f"{column}_{KEMENDAGRI}")
        .when(pl.col(f"{column}_skema") == BPS)
        .then(f"{column}_{BPS}")
        .alias(f"{column}_arti")
        for column in CODE_COLUMNS
    )
