"""Which codebook a table's numbers follow: declared, plain from its rows, or said by layout or memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.reference import ADMINDUK, ADMINDUK_99, REGSOSEK, codes
from kalteng_data.standardise.legends import legend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kalteng_data.model import Table

WHOLE_TABLE = "codebook"
"""Name of the decision that holds for every field of a table."""

UNDECIDED = "ambiguous"

DECLARED = "declared"
"""Said by the settings: believed (``Settled.by``)."""

_MINIMUM = 20
"""Fewer numbers than this do not tell a codebook by their shares."""

_SHORT_LIST = 89
"""OpenSID's occupations end here; the longer list goes to 99."""

_HEADER_BOOKS: tuple[tuple[str, str], ...] = (("dukcapil", ADMINDUK), ("regsosek", REGSOSEK))
"""Words in a column's header that name the codebook of that column alone: DTSEN carries schooling by
Dukcapil."""


_OPENSID = re.compile(
    r"(?i)^\W*(?:kk_level|(?:agama|pendidikan_kk|pekerjaan|status_kawin|golongan_darah|cacat)_id)\W*$"
)
"""Columns as OpenSID names them, whose numbers are those of its own tables."""


def codebooks(raw: pl.DataFrame, tables: Iterable[Table]) -> pl.DataFrame:
    """The codebook of each table's numbers.

    What the settings declare comes before everything. Then the rows themselves tell; where they do not, the
    layout or the workspace's memory (``Table.settled``). A header that names a codebook settles its own
    column.

    Args:
        raw: raw rows with ``table``, ``shdk``, ``jenis_kelamin`` and ``pekerjaan``.
        tables: the tables.

    Returns:
        ``table``, ``field`` (``codebook`` for the whole table, else the one field that differs),
        ``decision`` (a codebook or ``ambiguous``), ``evidence``. Tables without numbers of which nothing is
        said are absent.
    """
    listed = tuple(tables)
    said = [(t.index, one.decision, one.by) for t in listed if (one := t.told(WHOLE_TABLE)) is not None]
    known = pl.DataFrame(
        said, schema={"table": pl.UInt32, "said": pl.String, "by": pl.String}, orient="row"
    ).join(raw.select(pl.col("table").unique()), on="table", how="semi")
    joined = _by_shares(raw).join(known, on="table", how="full", coalesce=True)
    plain = pl.when(pl.col("decision") != UNDECIDED).then("decision")
    believed = (pl.col("by") == DECLARED) | plain.is_null() | (plain == pl.col("said"))
    decided = joined.select(
        "table",
        pl.lit(WHOLE_TABLE).alias("field"),
        pl.when(believed).then(pl.coalesce("said", "decision")).otherwise("decision").alias("decision"),
        pl.when(believed).then(pl.coalesce("by", "evidence")).otherwise("evidence").alias("evidence"),
    )
    others = set(decided.filter(pl.col("decision") == REGSOSEK)["table"])
    headed = pl.DataFrame(_headed(listed, others), schema=decided.schema, orient="row")
    longer = _longer_list(raw).join(headed, on=["table", "field"], how="anti")
    return pl.concat([decided, headed, longer]).sort("table", "field")


def _declared(table: Table) -> bool:
    said = table.told(WHOLE_TABLE)
    return said is not None and said.by == DECLARED


def _headed(tables: Iterable[Table], others: set[int]) -> list[tuple[int, str, str, str]]:
    """Decisions for single columns whose header names its codebook.

    Names of OpenSID's columns say nothing in ``others``, the tables whose rows follow another codebook.
    """
    return [
        (table.index, column.field, book, f"header={column.header}")
        for table in tables
        if not _declared(table)
        for column in table.columns
        if column.field is not None
        if (book := _book_said(column.field, column.header, native=table.index not in others)) is not None
    ]


def _book_said(field: str, header: str, *, native: bool) -> str | None:
    """The codebook of a coded field that its header spells out or names."""
    spelled = legend(field, header)
    if spelled is not None:
        return spelled
    named = [book for word, book in _HEADER_BOOKS if word in header.lower()]
    if native and _OPENSID.match(header):
        named.append(ADMINDUK)
    return next((book for book in named if codes(field, book).height), None)


def _code(column: str) -> pl.Expr:
    return pl.col(column).str.extract(r"^\s*0*(\d{1,2})(?:[.,]0+)?\s*$", 1).cast(pl.Int8, strict=False)


def _by_shares(raw: pl.DataFrame) -> pl.DataFrame:
    """What the family roles of a table say: under which numbers its wives and children stand.

    In adminduk 2 are the rare husbands of a woman at the head, 3 the wives, 4 the many children; in
    Regsosek 2 are the spouses, 3 the many children, half of them boys, 4 the few children-in-law; nothing
    lies beyond 8.
    """
    # Few distinct cells stand for all rows: each is read once and counts as often as it stands there.
    cells = (
        raw.lazy().filter(pl.col("shdk").is_not_null()).group_by("table", "shdk", "jenis_kelamin").len("n")
    )
    seen = cells.collect().lazy().select(
        "table", "n",
        _code("shdk").alias("role"),
        pl.col("jenis_kelamin").str.contains(r"(?i)^\s*(?:2|p|w|f)").alias("woman"),
    ).filter(pl.col("role").is_not_null())  # fmt: skip
    role, woman, rows = pl.col("role"), pl.col("woman"), pl.col("n")
    counted = seen.group_by("table").agg(
        pl.col("n").sum(),
        *(rows.filter(role == code).sum().alias(f"n{code}") for code in (2, 3, 4)),
        *(rows.filter((role == code) & woman).sum().alias(f"w{code}") for code in (2, 3)),
        *(rows.filter((role == code) & ~woman).sum().alias(f"m{code}") for code in (2, 3)),
        rows.filter(role > 8).sum().alias("beyond"),
    ).collect()  # fmt: skip
    n, n2, n3, n4, w2, w3, m2, m3 = (pl.col(name) for name in ("n", "n2", "n3", "n4", "w2", "w3", "m2", "m3"))
    wives = (w3 >= 10) & (m3 * 10 < w3)
    spouses = (w2 >= 10) & (m2 * 4 < w2)
    children = (m3 * 3 > w3) | ((m3 + w3) == 0)
    adminduk = (n2 * 20 < n) & (wives | ((m3 + w3 == 0) & (n4 > n3) & (n3 > n2)))
    regsosek = (pl.col("beyond") == 0) & (n3 > n4) & children & (spouses | ((m2 + w2 == 0) & (n2 > n4)))
    few = (n < _MINIMUM) | (adminduk == regsosek)
    return counted.select(
        "table",
        pl.when(few).then(pl.lit(UNDECIDED)).when(adminduk).then(pl.lit(ADMINDUK)).otherwise(pl.lit(REGSOSEK))
        .alias("decision"),
        pl.format("shdk_2={} shdk_3={} shdk_4={} men_3={}", "n2", "n3", "n4", "m3").alias("evidence"),
    )  # fmt: skip


def _longer_list(raw: pl.DataFrame) -> pl.DataFrame:
    """Tables whose occupations go beyond 89 carry the longer list, in which 99 is "others"."""
    cells = raw.lazy().select("table", "pekerjaan").drop_nulls().unique().collect()
    highest = cells.group_by("table").agg(_code("pekerjaan").max().alias("highest"))
    return highest.filter(pl.col("highest") > _SHORT_LIST).select(
        "table",
        pl.lit("pekerjaan").alias("field"),
        pl.lit(ADMINDUK_99).alias("decision"),
        pl.format("highest={}", "highest").alias("evidence"),
    )
