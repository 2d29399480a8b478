"""The end of a merge, for people: what came in, what came out, what to do next."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kalteng_data.catalogue import error_text
from kalteng_data.model import Level, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kalteng_data.console import Console
    from kalteng_data.model import PassedOver, Summary, Table
    from kalteng_data.pipeline.merging import MergeResult


def about_sheet(console: Console, passed: PassedOver) -> dict[str, str]:
    """What a line about a sheet that was not read says."""
    return {"file": passed.source.file, "sheet": passed.sheet, "reason": console.why(passed.reason)}


def about_table(console: Console, table: Table) -> dict[str, object]:
    """What a line about a table that was read says."""
    return {
        "place": f"{table.source.file} [{table.sheet}]" if table.sheet else table.source.file,
        "kind": table.kind,
        "row": table.header_row,
        "rows": console.number(table.rows),
    }


def worst_reaches(findings: Mapping[str, int], fail_on: Severity) -> bool:
    """Whether a finding has at least the severity ``fail_on``."""
    return any(count and Severity(name).rank >= fail_on.rank for name, count in findings.items())


def show_merge(console: Console, result: MergeResult, workspace: Path) -> None:
    """Print the summary to stdout and the next steps to stderr."""
    if console.as_json:
        left_out = [str(error.details.get("file", "")) for error in result.intake.unreadable]
        figures = {
            "snapshot": result.snapshot,
            "warnings": list(result.warnings),
            "left_out": left_out,
            "resent": len(result.intake.repeats),
        }
        console.result("merged", asdict(result.summary) | figures)
        return
    if console.quiet:
        _doubts(console, result)
        return
    for table in result.intake.tables:
        console.detail("inspect.found", **about_table(console, table))
    summary = result.summary
    _rows(console, summary)
    _entities(console, summary)
    if summary.overlaps:
        _overlaps(console, summary.overlaps)
    console.data("")
    for passed in result.intake.passed_over:
        console.message("summary.passed_over", **about_sheet(console, passed))
    _doubts(console, result)
    _next(console, summary, result, workspace)


def _doubts(console: Console, result: MergeResult) -> None:
    """What an operator must know even of a run that should be quiet."""
    for error in result.intake.unreadable:
        console.warning("summary.left_out", reason=error_text(error, console.lang)[0])
    tables = {table.index: about_table(console, table)["place"] for table in result.intake.tables}
    for table, other in sorted(result.intake.repeats.items()):
        console.warning("inspect.resent", place=tables[table], other=tables[other])
    for warning in result.warnings:
        console.warning("summary.health", what=console.why(warning))


def _rows(console: Console, summary: Summary) -> None:
    levels = [level for level in Level if level in summary.by_level]
    tallies = [summary.by_level[level] for level in levels]
    rows = [
        (console.word(f"level.{level}"), *_counts(console, (tally.read, tally.accepted, tally.quarantined)))
        for level, tally in zip(levels, tallies, strict=True)
    ]
    totals = (
        sum(tally.read for tally in tallies),
        sum(tally.accepted for tally in tallies),
        sum(tally.quarantined for tally in tallies),
    )
    rows.append((console.word("summary.total"), *_counts(console, totals)))
    heads = ("summary.rows", "summary.read", "summary.accepted", "summary.quarantined")
    console.table([console.word(head) for head in heads], rows, numbers=(1, 2, 3))


def _entities(console: Console, summary: Summary) -> None:
    covered = console.word(
        "summary.of", n=console.number(summary.villages_covered), total=console.number(summary.villages)
    )
    rows = [
        (console.word("summary.people"), console.number(summary.people)),
        (console.word("summary.families"), console.number(summary.families)),
        (console.word("summary.villages"), covered),
    ]
    console.data("")
    console.table([console.word("summary.base"), ""], rows, numbers=(1,))


def _overlaps(console: Console, overlaps: Mapping[str, int]) -> None:
    """People by the lists they stand in; a key names levels joined by ``;``."""
    rows = [
        (
            " + ".join(console.word(f"level.{level}") for level in Level if level in where.split(";")),
            console.number(count),
        )
        for where, count in sorted(overlaps.items(), key=lambda item: -item[1])
    ]
    console.data("")
    console.table([console.word("summary.stands_in"), console.word("summary.people")], rows, numbers=(1,))


def _counts(console: Console, values: Sequence[int]) -> tuple[str, ...]:
    return tuple(console.number(value) for value in values)


def _next(console: Console, summary: Summary, result: MergeResult, workspace: Path) -> None:
    console.message("summary.place", folder=result.folder)
    quarantined = sum(tally.quarantined for tally in summary.by_level.values())
    if quarantined:
        console.message("summary.see_quarantine", n=console.number(quarantined), folder=workspace)
    if found := sum(summary.findings.values()):
        from kalteng_data.report import counted_parts

        counts = {severity: summary.findings.get(severity, 0) for severity in reversed(Severity)}
        parts = counted_parts(counts, console.lang)
        console.message("summary.see_findings", n=console.number(found), parts=parts)
    if summary.review:
        console.message("summary.see_review", n=console.number(summary.review), folder=workspace)
    console.message("summary.see_export", folder=workspace)
