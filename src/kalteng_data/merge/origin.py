"""Where every row went: lineage, quarantine and the villages' own lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Table

ORIGIN = ("record_id", "source", "level", "file", "sheet", "row")
_SHARED = ("source", "level", "file", "sheet")
DECIMALS = 6
"""Decimals of a published probability: more are noise, and sixteen of them look like somebody's NIK."""


def origins(tables: Sequence[Table]) -> pl.DataFrame:
    """What the rows of each table share: ``table, source, level, file, sheet, beside``.

    ``beside`` is the letter of the first column of a table to the right of another one in the same rows, else
    empty.
    """
    return pl.DataFrame(
        {
            "table": [t.index for t in tables],
            "source": [t.source.name for t in tables],
            "level": [str(t.source.level or "") for t in tables],
            "file": [t.source.file for t in tables],
            "sheet": [t.sheet for t in tables],
            "beside": _beside(tables),
        },
        schema={"table": pl.UInt32, **dict.fromkeys((*_SHARED, "beside"), pl.String)},
    )


def _beside(tables: Sequence[Table]) -> list[str]:
    letters: list[str] = []
    seen: set[tuple[object, ...]] = set()
    for table in tables:
        rows = (table.source, table.sheet, table.header_row)
        letters.append(f":{table.columns[0].letter}" if rows in seen else "")
        seen.add(rows)
    return letters


def with_origin(rows: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """``rows`` (with ``table`` and ``row``) and the columns of ``ORIGIN``.

    A record is known by level, file, sheet and row: ``kabupaten/kapuas.xlsx#Data!17``; in the right one of
    two tables side by side by its first column too: ``...!17:H``.
    """
    place = pl.concat_str("level", pl.lit("/"), "file", pl.lit("#"), "sheet", pl.lit("!"), "row", "beside")
    named = rows.join(origins(tables), on="table", how="left", maintain_order="left")
    return named.with_columns(place.alias("record_id")).drop("beside")


def lineage(rows: pl.DataFrame, resolved: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """One row for every data row read about people.

    Args:
        rows: all rows read, with ``ORIGIN``, ``rid``, ``kode_desa`` (the village that the row states).
        resolved: accepted rows: ``rid, person, match_probability``.
        identities: ``person, id_penduduk, id_keluarga``.
    """
    entities = (
        resolved.select("rid", "person", "match_probability")
        .join(identities, on="person", how="left", maintain_order="left")
        .select("rid", "id_penduduk", "id_keluarga", "match_probability")
    )
    return (
        rows.select(*ORIGIN, "rid", "kode_desa")
        .join(entities, on="rid", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("id_penduduk").is_null())
            .then(pl.lit("quarantined"))
            .otherwise(pl.lit("merged"))
            .alias("status")
        )
        .with_columns(pl.col("match_probability").round(DECIMALS))
        .select(*ORIGIN, "id_penduduk", "id_keluarga", "kode_desa", "match_probability", "status")
        .sort("level", "file", "sheet", "row")
    )


def quarantine(rows: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """One row a quarantined row with its reasons (codes of findings) as a list.

    ``rows`` are the quarantined rows with ``ORIGIN``, ``table`` and ``row``; ``reasons`` has ``table, row,
    code`` for every finding that quarantines.
    """
    listed = reasons.group_by("table", "row").agg(pl.col("code").unique().sort().alias("reasons"))
    return (
        rows.join(listed, on=["table", "row"], how="left")
        .select(*ORIGIN, pl.col("reasons").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .sort("level", "file", "sheet", "row")
    )


def review(pairs: pl.DataFrame, resolved: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """Pairs a person should see, the most doubtful (nearest one half) first.

    ``pairs`` has ``rid, rid_other, probability, reason``, ``resolved`` the accepted rows: ``rid, record_id,
    person``; what comes out has ``record_id`` and ``id_penduduk`` of both (``_other``) instead of ``rid``.
    """
    seen = pl.concat([pairs["rid"], pairs["rid_other"]]).unique()
    named = (
        resolved.select("rid", "record_id", "person")
        .filter(pl.col("rid").is_in(seen.implode()))
        .join(identities.select("person", "id_penduduk"), on="person")
        .drop("person")
    )
    return (
        pairs.join(named, on="rid")
        .join(named.select(pl.all().name.suffix("_other")), on="rid_other")
        .with_columns(pl.col("probability").round(DECIMALS))
        .sort((pl.col("probability") - 0.5).abs(), "record_id", "record_id_other")
        .select("record_id", "record_id_other", "id_penduduk", "id_penduduk_other", "probability", "reason")
    )
