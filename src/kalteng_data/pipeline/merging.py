"""The monthly job: files of three levels in, one published snapshot of the base dataset out."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.errors import InputError, OutputError, SettingsError, VerificationError, cause
from kalteng_data.load.layouts import Known
from kalteng_data.merge import origin, tables, villages
from kalteng_data.merge.policy import Policy, default_orders
from kalteng_data.merge.survivorship import survive
from kalteng_data.model import Kind, Level
from kalteng_data.pipeline.intake import take_in
from kalteng_data.pipeline.knowing import Home
from kalteng_data.pipeline.manifest import own_columns, read_from, settings_hash, summarise, versions
from kalteng_data.pipeline.memory import learned
from kalteng_data.pipeline.resent import PEOPLE, with_voices
from kalteng_data.publish import snapshot, verify
from kalteng_data.resolve.families import families
from kalteng_data.resolve.fingerprint import entity_order, fingerprint
from kalteng_data.resolve.people import own_model, people_model, resolve_people, with_thresholds
from kalteng_data.schemas import verify_published
from kalteng_data.settings import REMEMBERED, read_remembered
from kalteng_data.settings.remembered import as_toml
from kalteng_data.store import recorded, remembering
from kalteng_data.write.table import write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from kalteng_data.link.engine import Linked
    from kalteng_data.link.model import LinkModel
    from kalteng_data.model import Source, Summary, Table
    from kalteng_data.pipeline.intake import Intake
    from kalteng_data.progress import Progress
    from kalteng_data.settings import Layout, Settings

_LEVEL_ORDER = {Level.PUSAT.value: 1, Level.PROVINSI.value: 2, Level.KABUPATEN.value: 3}
_CONTENT = ("level", *PEOPLE)
"""What a row says, without where it stands: people and families are numbered by it."""

_SPOKEN_FOR = ("table", "row", "kepastian", "cara", "calon", "accepted", "file", "sheet", "nama_lain")
"""Columns that have done their work once a row is accepted."""

_COMPARED = ("nama_cocok", "nama_bunyi", "nik_mentah", "kk_mentah", "nik_tanggal", "nik_kelamin",
             "tahun_lahir")  # fmt: skip
"""Columns that only linkage looks at."""

_MODEL = "model.json"
_UNDATED = date.max.toordinal()
"""A list without a date counts as drawn up now, fresher than any dated one; levels decide between two."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was asked for.

    ``as_of`` dates a level's lists, ``period`` is a month, ``2026-11``; ``keep_pairs`` is a folder for the
    pairs that linkage compared, to see where a pair was lost; ``layouts`` are the workspace's own.
    """

    workspace: Path
    today: date
    period: str
    as_of: Mapping[Level, date]
    skip_unreadable: bool = False
    accept_health: bool = False
    keep_pairs: Path | None = None
    layouts: tuple[Layout, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What was published: where, its summary, and what the reader had to say."""

    snapshot: str
    folder: Path
    summary: Summary
    warnings: tuple[str, ...]
    intake: Intake


def merge(sources: Sequence[Source], settings: Settings, run: Run, progress: Progress) -> MergeResult:
    """Merge ``sources`` into a new snapshot of ``run.workspace`` and make it current.

    The caller holds the lock. The previous snapshot stays in force until the last step.

    Raises:
        InputError: no file, a file that cannot be read, or no row that stands for a person.
        SettingsError: the period or a model makes no sense.
        VerificationError: the result does not hold together, or its clusters look ill.
        OutputError: the workspace cannot be written.
    """
    if not sources:
        raise InputError("no-input", folder=str(run.workspace))
    check_period(run.period)
    snapshot.sweep(run.workspace)
    known = Known.of(run.layouts, read_remembered(run.workspace))
    intake = take_in(
        sources,
        settings,
        today=run.today,
        progress=progress,
        skip_unreadable=run.skip_unreadable,
        home=Home(known, run.workspace),
    )
    rows = _dated(origin.with_origin(intake.people, intake.tables), intake.tables, settings, run)
    accepted = with_voices(rows.filter("accepted"), intake.repeats, intake.tables).drop(_SPOKEN_FOR)
    if accepted.is_empty():
        raise InputError("no-people", files=", ".join(sorted({s.file for s in sources})[:5]))
    # From here on the rows as they came are only counted and followed: a gigabyte at six million rows.
    rows = rows.select(*origin.ORIGIN, "rid", "table", "kode_desa", "accepted")
    intake = replace(intake, people=rows.select("table", "accepted"))
    with progress.stage("link"):
        model = _model(settings, run)
        keeping = run.keep_pairs is not None
        prints = fingerprint(accepted, _CONTENT)
        lists = (accepted["kode_desa"], accepted["level"])
        found = resolve_people(accepted, *lists, prints, model=model, keep_edges=keeping)
        if run.keep_pairs is not None:
            _keep_pairs(found, accepted, run.keep_pairs)
        accepted = accepted.drop(_COMPARED).join(_persons(found), on="rid", how="left", maintain_order="left")
    with progress.stage("families"):
        present = families(accepted)
        identities = _identities(accepted, present, prints)
    with progress.stage("merge"):
        people, raw_claims = survive(accepted, _policy(settings, intake.tables, run.layouts))
        published = {
            "penduduk": tables.penduduk(people, accepted, identities, _own_columns(settings)),
            "keluarga": tables.keluarga(people, accepted, identities),
            "lineage": origin.lineage(rows, accepted, identities),
            "claims": tables.claims(raw_claims, identities, accepted),
            "quarantine": origin.quarantine(rows.filter(~pl.col("accepted")), intake.quarantining()),
            "review": origin.review(_pairs(found), accepted, identities),
        }
        del people, raw_claims, accepted, rows
        published["conflicts"] = tables.conflicts(published["claims"])
        reports = _dated(origin.with_origin(intake.villages, intake.tables), intake.tables, settings, run)
        published |= _villages(reports, published)
    with progress.stage("publish"):
        return _publish(published, intake, found, known, settings, run, progress)


def check_period(period: str) -> None:
    """Refuse what is no month such as ``2026-11``.

    Raises:
        SettingsError: it is not.
    """
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", period):
        raise SettingsError("bad-period", period=period)


def _dated(rows: pl.DataFrame, listed: Sequence[Table], settings: Settings, run: Run) -> pl.DataFrame:
    """``rows`` with ``recency``: days of the list's date, then the level's order, in one number."""
    named = {one.name: one.as_of for one in settings.source}
    by_level = {**settings.merge.as_of, **run.as_of}
    dates = {}
    for table in listed:
        level = table.source.level
        as_of = named.get(table.source.name) or (by_level.get(level) if level else None)
        dates[table.index] = as_of.toordinal() if as_of else _UNDATED
    days = pl.col("table").replace_strict(dates, return_dtype=pl.Int64)
    order = pl.col("level").replace_strict(_LEVEL_ORDER, default=0, return_dtype=pl.Int64)
    return rows.with_columns((days * 10 + order).alias("recency"))


def _model(settings: Settings, run: Run) -> LinkModel:
    """The linkage model of the settings: one of the workspace's own or the package's, with its thresholds."""
    chosen = settings.link
    model = own_model(run.workspace / chosen.model) if chosen.model else people_model()
    return with_thresholds(model, chosen.match, chosen.review)


def _keep_pairs(found: Linked, accepted: pl.DataFrame, folder: Path) -> None:
    """Write the pairs that linkage compared, with their probabilities, to ``folder/pairs.parquet``."""
    if found.edges is None:
        return
    named = accepted.select("rid", "record_id")
    pairs = (
        found.edges.join(named.select(left="rid", record_id_l="record_id"), on="left")
        .join(named.select(right="rid", record_id_r="record_id"), on="right")
        .select("record_id_l", "record_id_r", match_probability=1 / (1 + (-pl.col("odds")).exp()))
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("cannot-write", place=str(folder), why=cause(error)) from None
    write_table(pairs, "parquet", folder / "pairs.parquet", "pairs")


def _persons(found: Linked) -> pl.DataFrame:
    """Linkage's clusters in the words of the base dataset: ``rid, person, match_probability``."""
    return found.records.select(
        "rid",
        pl.col("cluster").cast(pl.UInt32).alias("person"),
        pl.col("probability").alias("match_probability"),
    )


def _pairs(found: Linked) -> pl.DataFrame:
    return found.review.rename({"left": "rid", "right": "rid_other"})


def _identities(accepted: pl.DataFrame, present: pl.DataFrame, prints: NDArray[np.uint64]) -> pl.DataFrame:
    """Ids of people and families, numbered in the order of their content."""
    households = accepted.select("person").join(present, on="person", maintain_order="left")["family"]
    return tables.identities(
        entity_order(accepted["person"], prints), entity_order(households, prints), present
    )


def _own_columns(settings: Settings) -> tuple[str, ...]:
    """Names of the columns that the workspace adds to the schema of people."""
    return tuple(column.name for column in settings.own_columns() if column.kind is Kind.PENDUDUK)


def _policy(settings: Settings, listed: Sequence[Table], layouts: Sequence[Layout]) -> Policy:
    """Survivorship with the trust that settings and layouts declare, and for the workspace's own columns."""
    orders = default_orders(_own_columns(settings))
    trust: dict[tuple[str, str], float] = {
        (level.value, name): value
        for level, by_field in settings.merge.trust.items()
        for name, value in by_field.items()
    }
    by_layout = {layout.name: layout.trust for layout in layouts}
    for table in listed:
        if (weight := by_layout.get(table.layout or "")) is not None:
            trust |= {(table.source.name, name): weight for name in orders}
    for one in settings.source:
        if one.trust is not None:
            trust |= {(one.name, name): one.trust for name in orders}
    return Policy(orders, trust)


def _villages(reports: pl.DataFrame, published: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    counted = reports.filter(pl.col("accepted") & pl.col("kode_desa").is_not_null())
    people, homes, lineage = (published[name] for name in ("penduduk", "keluarga", "lineage"))
    return {
        "desa": villages.desa(reference.villages(), people, homes, lineage, counted),
        "desa_lineage": villages.desa_lineage(reports, counted),
    }


def _publish(
    published: Mapping[str, pl.DataFrame],
    intake: Intake,
    found: Linked,
    known: Known,
    settings: Settings,
    run: Run,
    progress: Progress,
) -> MergeResult:
    """Verify, write, make current, remember the run."""
    broken = verify.broken(published, intake.people.height)
    if broken:
        raise VerificationError("broken", what=", ".join(broken))
    for kind in Kind:
        verify_published(kind, published[kind.value])
    health = verify.health(published["lineage"])
    if health.refusals and not run.accept_health:
        raise VerificationError("unhealthy", why=", ".join(health.refusals))
    summary = summarise(intake, published)
    name = snapshot.next_name(run.workspace, run.period)
    about = {
        "snapshot": name,
        "period": run.period,
        "published": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        **read_from(intake),
        "settings_sha256": settings_hash(settings, known),
        "own_columns": own_columns(settings),
        "as_of": {str(level): day.isoformat() for level, day in run.as_of.items()},
        "model": {"name": found.trained.model, "pairs": found.trained.pairs, "file": _MODEL},
        "counts": asdict(summary),
        "health": {**asdict(health), "accepted": run.accept_health},
        "versions": versions(),
    }
    texts = {_MODEL: found.trained.to_json(_model(settings, run))}
    counts = {"rows_read": intake.people.height, "people": summary.people, "families": summary.families}
    staged = snapshot.stage(run.workspace, name, published, about, texts)
    with snapshot.discarding(staged):
        progress.finishing()
        before = tuple(known.remembered.values())
        after = learned(intake.tables, intake.decisions, before, run.today)
        text = as_toml(after) if after != before else None
        with (
            recorded(run.workspace, name, str(about["published"]), counts),
            remembering(run.workspace, REMEMBERED, text),
        ):
            final = snapshot.make_current(run.workspace, staged)
    return MergeResult(name, final, summary, (*health.warnings, *health.refusals), intake)
