"""The monthly job: files of three levels in, one published snapshot of the base dataset out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import polars as pl

from kalteng_data import __version__, reference
from kalteng_data.errors import InputError, SettingsError, VerificationError
from kalteng_data.merge import origin, tables, villages
from kalteng_data.merge.policy import Policy, default_orders
from kalteng_data.merge.survivorship import survive
from kalteng_data.model import Level, Summary, Tally
from kalteng_data.pipeline.intake import Intake, take_in
from kalteng_data.publish import snapshot, verify
from kalteng_data.resolve.families import families
from kalteng_data.resolve.fingerprint import entity_order, fingerprint
from kalteng_data.resolve.people import people_model, resolve_people
from kalteng_data.store import record_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kalteng_data.link.engine import Linked
    from kalteng_data.model import PassedOver, Source, Table
    from kalteng_data.progress import Progress
    from kalteng_data.settings import Settings

_LEVEL_ORDER = {Level.PUSAT.value: 1, Level.PROVINSI.value: 2, Level.KABUPATEN.value: 3}
_CONTENT = ("level", "nama", "nik", "nik_mentah", "no_kk", "kk_mentah", "tanggal_lahir", "tahun_lahir",
            "jenis_kelamin", "tempat_lahir", "shdk", "kode_desa", "alamat", "rt", "rw", "nama_ayah", "nama_ibu",
            "pekerjaan", "pendidikan", "agama", "status_kawin", "status_dasar")  # fmt: skip
"""What a row says, without where it stands: people and families are numbered by it."""

_UNDATED = date.max.toordinal()
"""A list without a date counts as drawn up now: fresher than any dated one, so that levels decide between two."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run was asked for. ``as_of`` dates a level's lists; ``period`` is a month such as ``2026-11``."""

    workspace: Path
    today: date
    period: str
    as_of: Mapping[Level, date]
    skip_unreadable: bool = False
    accept_health: bool = False
    keep_pairs: bool = False


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What was published: where, its summary, and what the reader had to say."""

    snapshot: str
    folder: Path
    summary: Summary
    warnings: tuple[str, ...]
    intake: Intake
    passed_over: tuple[PassedOver, ...]


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
    _check_period(run.period)
    snapshot.sweep(run.workspace)
    intake = take_in(
        sources, settings, today=run.today, progress=progress, skip_unreadable=run.skip_unreadable
    )
    rows = _dated(origin.with_origin(intake.people, intake.tables), intake.tables, settings, run)
    accepted = rows.filter("accepted")
    if accepted.is_empty():
        raise InputError("no-people", files=", ".join(sorted({s.file for s in sources})[:5]))
    with progress.stage("link"):
        found = resolve_people(accepted, accepted["kode_desa"], accepted["level"])
    people = found.records.select(
        "rid", pl.col("cluster").cast(pl.UInt32).alias("person"), pl.col("probability").alias("match_probability")
    )
    accepted = accepted.join(people, on="rid", how="left", maintain_order="left")
    with progress.stage("families"):
        present = families(accepted)
        identities = _identities(accepted, present)
    with progress.stage("merge"):
        published = _tables(intake, rows, accepted, identities, found, settings, run)
    return _publish(published, intake, found, settings, run, progress)


def _check_period(period: str) -> None:
    try:
        datetime.strptime(period, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise SettingsError("bad-period", period=period) from None


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


def _identities(accepted: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    """Ids of people and families, numbered in the order of their content."""
    prints = fingerprint(accepted, _CONTENT)
    households = accepted.select("person").join(present, on="person", maintain_order="left")["family"]
    return tables.identities(
        entity_order(accepted["person"], prints), entity_order(households, prints), present
    )


def _policy(settings: Settings) -> Policy:
    """Survivorship with the trust that the settings declare, by level and by source."""
    fields = default_orders()
    trust = {
        (level.value, name): value for level, fields_ in settings.merge.trust.items() for name, value in fields_.items()
    }
    for one in settings.source:
        if one.trust is not None:
            trust |= {(one.name, name): one.trust for name in fields}
    return Policy(fields, trust)


def _tables(
    intake: Intake,
    rows: pl.DataFrame,
    accepted: pl.DataFrame,
    identities: pl.DataFrame,
    found: Linked,
    settings: Settings,
    run: Run,
) -> dict[str, pl.DataFrame]:
    """All published tables."""
    people, raw_claims = survive(accepted, _policy(settings))
    published = {
        "penduduk": tables.penduduk(people, accepted, identities),
        "keluarga": tables.keluarga(people, accepted, identities),
        "lineage": origin.lineage(rows, accepted, identities),
        "claims": tables.claims(raw_claims, identities, accepted),
        "quarantine": origin.quarantine(rows.filter(~pl.col("accepted")), intake.quarantining()),
        "review": origin.review(
            found.review.rename({"left": "rid", "right": "rid_other"}), accepted, identities
        ),
    }
    published["conflicts"] = tables.conflicts(published["claims"])
    reports = _dated(origin.with_origin(intake.villages, intake.tables), intake.tables, settings, run)
    counted = reports.filter(pl.col("accepted") & pl.col("kode_desa").is_not_null())
    published["desa"] = villages.desa(
        reference.villages(), published["penduduk"], published["keluarga"], published["lineage"], counted
    )
    published["desa_lineage"] = villages.desa_lineage(reports, counted)
    return published


def _publish(
    published: dict[str, pl.DataFrame],
    intake: Intake,
    found: Linked,
    settings: Settings,
    run: Run,
    progress: Progress,
) -> MergeResult:
    """Verify, write, make current, remember the run."""
    with progress.stage("publish"):
        broken = verify.broken(published, intake.people.height)
        if broken:
            raise VerificationError("broken", what=", ".join(broken))
        health = verify.health(published["lineage"])
        if health.refusals and not run.accept_health:
            raise VerificationError("unhealthy", why=", ".join(health.refusals))
        summary = summarise(intake, published)
        name = snapshot.next_name(run.workspace, run.period)
        about = _manifest(name, intake, found, settings, run, summary, asdict(health))
        trained = found.trained.to_json(people_model())
        folder = snapshot.stage(run.workspace, name, published, about, {"model.json": trained})
        final = snapshot.make_current(run.workspace, folder)
    counts = {"rows_read": intake.people.height, "people": summary.people, "families": summary.families}
    record_run(run.workspace, name, about["published"], counts)
    return MergeResult(name, final, summary, (*health.warnings, *health.refusals), intake, intake.passed_over)


def summarise(intake: Intake, published: Mapping[str, pl.DataFrame]) -> Summary:
    """What the run ends with."""
    lineage, people = published["lineage"], published["penduduk"]
    merged = pl.col("status") == "merged"
    counts = lineage.group_by("level").agg(pl.len().alias("read"), merged.sum().alias("kept")).sort("level")
    columns = (counts["level"], counts["read"], counts["kept"])
    stands = people.group_by("sumber").len().sort("len", descending=True)
    severities = intake.findings.group_by("severity").len().sort("severity")
    return Summary(
        by_level={level: Tally(read, kept, read - kept) for level, read, kept in zip(*columns, strict=True)},
        people=people.height,
        families=published["keluarga"].height,
        villages_covered=published["desa"].filter(pl.col("penduduk") > 0).height,
        villages=published["desa"].height,
        overlaps=dict(zip(stands["sumber"], stands["len"], strict=True)),
        review=published["review"].height,
        findings=dict(zip(severities["severity"], severities["len"], strict=True)),
    )


def _manifest(
    name: str,
    intake: Intake,
    found: Linked,
    settings: Settings,
    run: Run,
    summary: Summary,
    health: Mapping[str, Any],
) -> dict[str, Any]:
    """What a snapshot was made from and how: inputs with their hashes, settings, model, counts, versions."""
    tallies = intake.tallies()
    inputs: dict[tuple[str, str], dict[str, Any]] = {}
    for table in intake.tables:
        source = table.source
        entry = inputs.setdefault(
            (str(source.level), source.file),
            {"file": source.file, "level": str(source.level), "source": source.name,
             "sha256": _sha256(source.path), "rows": 0, "skipped": {}},
        )  # fmt: skip
        entry["rows"] += tallies[table.index].read
        for skipped in table.skipped:
            entry["skipped"][skipped.reason] = entry["skipped"].get(skipped.reason, 0) + len(skipped.rows)
    chosen = json.dumps(asdict(settings), sort_keys=True, default=str)
    return {
        "snapshot": name,
        "period": run.period,
        "published": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "inputs": [inputs[key] for key in sorted(inputs)],
        "rows_read": intake.people.height,
        "village_rows_read": intake.villages.height,
        "passed_over": [
            {"file": p.source.file, "sheet": p.sheet, "reason": p.reason} for p in intake.passed_over
        ],
        "unreadable": [
            {"file": str(error.details.get("file", "")), "reason": error.code} for error in intake.unreadable
        ],
        "settings_sha256": hashlib.sha256(chosen.encode()).hexdigest(),
        "as_of": {str(level): day.isoformat() for level, day in run.as_of.items()},
        "model": {"name": found.trained.model, "pairs": found.trained.pairs, "file": "model.json"},
        "counts": asdict(summary),
        "health": {**health, "accepted": run.accept_health},
        "versions": {"kalteng": __version__, **{p: version(p) for p in ("polars", "rapidfuzz", "numpy", "scipy")}},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
