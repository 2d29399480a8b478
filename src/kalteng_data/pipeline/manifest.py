"""What a run ends with: the summary people read, and what a snapshot says of its own making."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import polars as pl

from kalteng_data import __version__
from kalteng_data.model import Kind, Summary, Tally
from kalteng_data.pipeline.resent import name_of, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kalteng_data.load.layouts import Known
    from kalteng_data.pipeline.intake import Intake
    from kalteng_data.settings import Settings


def summarise(intake: Intake, published: Mapping[str, pl.DataFrame]) -> Summary:
    """Rows by level, people, families, villages, overlaps between the levels, findings by severity."""
    lineage, people = published["lineage"], published["penduduk"]
    merged = (pl.col("status") == "merged").sum()
    counts = lineage.group_by("level").agg(pl.len().alias("read"), merged.alias("kept")).sort("level")
    columns = (counts["level"], counts["read"], counts["kept"])
    stands = people.group_by("sumber").len().sort("len", "sumber", descending=[True, False])
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


def read_from(intake: Intake) -> dict[str, Any]:
    """Inputs with their hashes and rows, what was passed over, sent twice or could not be read."""
    tallies = intake.tallies()
    by_index = {table.index: table for table in intake.tables}
    inputs: dict[tuple[str, str], dict[str, Any]] = {}
    for table in intake.tables:
        source = table.source
        entry = inputs.setdefault(
            (str(source.level), source.file),
            {
                "file": source.file,
                "level": str(source.level),
                "source": source.name,
                "sha256": sha256(source.path),
                "rows": 0,
                "skipped": {},
            },
        )
        entry["rows"] += tallies[table.index].read
        for skipped in table.skipped:
            entry["skipped"][skipped.reason] = entry["skipped"].get(skipped.reason, 0) + len(skipped.rows)
    return {
        "inputs": [inputs[key] for key in sorted(inputs)],
        "rows_read": intake.people.height,
        "village_rows_read": intake.villages.height,
        "passed_over": [
            {"file": p.source.file, "sheet": p.sheet, "reason": p.reason} for p in intake.passed_over
        ],
        "resent": [
            {"table": name_of(by_index[table]), "same_as": name_of(by_index[other])}
            for table, other in sorted(intake.repeats.items())
        ],
        "unreadable": [
            {"file": str(error.details.get("file", "")), "reason": error.code} for error in intake.unreadable
        ],
    }


def settings_hash(settings: Settings, known: Known) -> str:
    """SHA-256 of all settings, layouts and remembered headers: with equal inputs equal results."""
    told = [asdict(settings), *map(asdict, known.layouts), *map(asdict, known.remembered.values())]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def own_columns(settings: Settings) -> dict[str, list[str]]:
    """Columns that the workspace adds to a schema: those of people are ``merged``, others are ``checked``."""
    own = settings.own_columns()
    return {
        "merged": [column.name for column in own if column.kind is Kind.PENDUDUK],
        "checked": [f"{column.kind}.{column.name}" for column in own if column.kind is not Kind.PENDUDUK],
    }


def versions() -> dict[str, str]:
    """Versions of what decides the result."""
    return {"kalteng": __version__, **{p: version(p) for p in ("numpy", "polars", "rapidfuzz", "scipy")}}
