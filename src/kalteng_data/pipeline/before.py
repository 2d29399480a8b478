"""Lists of now held to the base dataset in force: what changed more than a month explains.

In: rows just read, the workspace. Out: findings KT601 to KT606. Of the snapshot the small tables are read
first, of the large ones only the columns and the people that are asked for; in a workspace without a base
nothing is read.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from kalteng_data import reference
from kalteng_data.errors import InputError
from kalteng_data.fields import PROGRAMMES
from kalteng_data.model import Kind, Level
from kalteng_data.pipeline.resent import sha256
from kalteng_data.publish import snapshot
from kalteng_data.schemas import no_findings
from kalteng_data.validate.before_lists import LISTS, NOW, THEN, changed, continued, with_words
from kalteng_data.validate.before_people import FIELDS, PEOPLE, news, suspects
from kalteng_data.validate.check import Check, evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kalteng_data.model import Source, Table

_DAYS = 30.4
_SENT_AGAIN = (Check("KT606", None, pl.lit(value=True), pl.col("detail")),)
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "desa": ("kode_desa", *(f"baris_{level.value}" for level in Level)),
    "penduduk": ("id_penduduk", "nik", "tanggal_lahir", "jenis_kelamin", "status"),
    "claims": ("id", "field", "value"),
    "lineage": ("level", "source", "kode_desa"),
}


def findings(
    workspace: Path,
    people: pl.DataFrame,
    raw: pl.DataFrame,
    tables: Sequence[Table],
    repeats: Mapping[int, int],
    today: date,
    period: str,
) -> pl.DataFrame:
    """What the snapshot in force makes of rows about people.

    Args:
        workspace: the folder that may hold a base dataset.
        people: standardised rows with ``kode_desa`` and ``accepted``, in the order of ``rid``.
        raw: their cells as text, in the same order.
        tables: the tables they come from.
        repeats: tables that hold the content of another one: they are not counted twice.
        today: the day of the run.
        period: the month that the files are of, ``2026-11``.

    Returns:
        Findings of shape ``schemas.FINDINGS``; none where nothing is published.

    Raises:
        InputError: a table of the snapshot cannot be read.
    """
    try:
        about = snapshot.manifest(workspace)
    except (InputError, OSError, ValueError):  # no base, or one whose loss other commands tell of
        return no_findings()
    base = _Base(workspace)
    months = _months(about, today)
    parts = [
        _villages(base, people, tables, repeats, months),
        _persons(base, people, raw),
        _sent_again(about, tables, period),
    ]
    return pl.concat(parts)


class _Base:
    """The tables of the snapshot in force, read lazily."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace

    def read(self, table: str, query: Any = None) -> pl.DataFrame:  # noqa: ANN401  a step of LazyFrames
        """The needed columns of ``table``, through ``query``.

        Raises:
            InputError: its file is missing, damaged or of another make.
        """
        path = snapshot.table_path(self._workspace, table)
        try:
            frame = pl.scan_parquet(path).select(_NEEDED[table])
            done: pl.DataFrame = (frame if query is None else query(frame)).collect()
        except (OSError, pl.exceptions.PolarsError):
            raise InputError("damaged-table", file=str(path)) from None
        return done


def _months(about: Mapping[str, Any], today: date) -> float:
    """Months since the snapshot was published."""
    then = datetime.fromisoformat(str(about["published"])).date()
    return (today - then).days / _DAYS


def _villages(
    base: _Base, people: pl.DataFrame, tables: Sequence[Table], repeats: Mapping[int, int], months: float
) -> pl.DataFrame:
    """Villages that a list has far more or fewer rows of than before, or none any more."""
    now = _now(people, tables, repeats)
    if now.is_empty():
        return no_findings()
    levels = [f"baris_{level.value}" for level in Level]
    then = (
        base.read("desa")
        .unpivot(levels, index="kode_desa", variable_name="ref", value_name="m")
        .with_columns(pl.col("ref").str.strip_prefix("baris_"))
        .with_columns(level=pl.col("ref"))
        .filter(pl.col("m") > 0)
        .select(pl.col(name).cast(dtype) for name, dtype in THEN.items())
    )
    far = changed(now, then, continued(now, then), months)
    if far.height:
        # Before anything is said: perhaps one office of the level did not send its list this time.
        then = pl.concat([then, _by_source(base)])
        far = changed(now, then, continued(now, then), months)
    names = reference.villages().select("kode_desa", "nama_desa")
    return evaluate(with_words(far, names), LISTS)


def _by_source(base: _Base) -> pl.DataFrame:
    counted = base.read(
        "lineage",
        lambda rows: (
            rows.filter(pl.col("kode_desa").is_not_null())
            .group_by("level", "source", "kode_desa")
            .agg(m=pl.len())
        ),
    )
    return counted.with_columns(ref=pl.concat_str("level", "source", separator="/")).select(
        pl.col(name).cast(dtype) for name, dtype in THEN.items()
    )


def _now(people: pl.DataFrame, tables: Sequence[Table], repeats: Mapping[int, int]) -> pl.DataFrame:
    """Rows by list and village, as ``NOW``.

    Tables of a level are one list. A file of no level is its own, and left out where it holds cards or aid
    flags: nothing tells which part of a village it means to hold.
    """
    lists = [
        (t.index, str(t.source.level or t.source.file), str(t.source.level or ""))
        for t in tables
        if t.index not in repeats and t.kind is not Kind.DESA and (t.source.level or not _partial(t))
    ]
    known = pl.DataFrame(
        lists, schema={"table": pl.UInt32, "list": pl.String, "level": pl.String}, orient="row"
    )
    counted = (
        people.lazy()
        .select("table", "row", "kode_desa")
        .filter(pl.col("kode_desa").is_not_null())
        .group_by("table", "kode_desa")
        .agg(pl.col("row").min(), n=pl.len())
        .collect()
    )
    return (
        counted.join(known, on="table")
        .sort("table", "row")
        .group_by("list", "level", "kode_desa", maintain_order=True)
        .agg(pl.col("table", "row").first(), pl.col("n").sum())
        .select(pl.col(name).cast(dtype) for name, dtype in NOW.items())
    )


def _partial(table: Table) -> bool:
    fields = {column.field for column in table.columns}
    return table.kind is Kind.KELUARGA or bool(fields & {"desil", *PROGRAMMES})


def _persons(base: _Base, people: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Rows whose birth date, sex or death is not what was known of their NIK."""
    rows = people.lazy().filter(
        pl.col("accepted") & (pl.col("nik_status") == "ok") & pl.col("nik").is_not_null()
    )
    asked = rows.select("rid", "nik", *FIELDS, "tanggal_status", "status_dasar").collect()
    if asked.is_empty():
        return no_findings()
    niks = asked["nik"].unique()
    known = base.read("penduduk", lambda lazy: lazy.filter(pl.col("nik").is_in(niks.implode())))
    doubted = suspects(asked, known.rename({"id_penduduk": "id"}))
    if doubted.is_empty():
        return no_findings()
    found = news(doubted, _stated(base, doubted))
    cells = ("table", "row", *FIELDS, "status_dasar")
    shown = raw[found["rid"]].select(
        pl.col(name).alias(name if name in {"table", "row"} else f"raw_{name}") for name in cells
    )
    return evaluate(pl.concat([shown, found], how="horizontal"), PEOPLE)


def _stated(base: _Base, doubted: pl.DataFrame) -> pl.DataFrame:
    """``nik, field, value`` of all that sources stated of the people who had one of the NIKs."""
    niks, ids = doubted["nik"].unique(), doubted["id"].unique()
    wanted = pl.col("field").is_in([*FIELDS, "status_dasar"])
    others = base.read(
        "claims",
        lambda rows: rows.filter((pl.col("field") == "nik") & pl.col("value").is_in(niks.implode())),
    )
    holders = pl.concat([
        doubted.select("nik", "id"),
        others.select(nik="value", id="id"),
    ]).unique()  # fmt: skip
    everyone = pl.concat([ids, others["id"]]).unique()
    claimed = base.read("claims", lambda rows: rows.filter(wanted & pl.col("id").is_in(everyone.implode())))
    chosen = base.read("penduduk", lambda rows: rows.filter(pl.col("id_penduduk").is_in(everyone.implode())))
    published = chosen.select(
        id="id_penduduk", tanggal_lahir=pl.col("tanggal_lahir").cast(pl.String), jenis_kelamin="jenis_kelamin"
    ).unpivot(FIELDS, index="id", variable_name="field", value_name="value")
    return holders.join(pl.concat([claimed, published]), on="id").select("nik", "field", "value")


def _sent_again(about: Mapping[str, Any], tables: Sequence[Table], period: str) -> pl.DataFrame:
    """Files of an earlier month that come again as this month's, byte for byte."""
    if str(about.get("period", "")) >= period:
        return no_findings()
    before = {str(one["sha256"]): str(one["file"]) for one in about.get("inputs", ())}
    first: dict[Source, int] = {}
    for table in tables:
        first.setdefault(table.source, table.index)
    again = [
        (index, 0, f"{before[print_]} ({about['period']})")
        for source, index in first.items()
        if (print_ := sha256(source.path)) in before
    ]
    schema = {"table": pl.UInt32, "row": pl.UInt32, "detail": pl.String}
    return evaluate(pl.DataFrame(again, schema=schema, orient="row"), _SENT_AGAIN)
