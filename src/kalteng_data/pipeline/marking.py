"""A marked copy of each file that was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import report
from kalteng_data.load import own
from kalteng_data.write.lists import marks_of, problem_list, summary_list
from kalteng_data.write.marked import Copy, write_marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kalteng_data.model import Source
    from kalteng_data.pipeline.intake import Intake
    from kalteng_data.report import Checked

MOST_MARKS = 10_000
"""Findings marked in one workbook unless more are asked for: it opens slowly with more notes than this."""


def mark_copies(
    found: Intake, checked: Checked, output: Path, *, into_folder: bool
) -> Iterator[tuple[Path, Checked]]:
    """Write the marked copy of every file, to ``output`` or into the folder it names.

    Gives the place of each copy and what was found in its file, of which ``most`` findings are marked.

    Raises:
        InputError: a file cannot be marked.
        OutputError: a copy cannot be written.
    """
    sources = {(t.source.level, t.source.file): t.source for t in checked.tables}
    for source in sources.values():
        place = output / _name(source) if into_folder else output
        mine = checked.of([t for t in checked.tables if t.source == source])
        yield write_marked(_copy(found, mine, source), place), mine


def _name(source: Source) -> str:
    """A name for the copy that no other file's copy has: names shown are told apart by their folders."""
    flat = source.file.replace("/", "_").replace("\\", "_")
    prefix = f"{source.level}_" if source.level else ""
    stem, _, ending = flat.rpartition(".")
    kept = ending.lower() in {"xlsx", "xlsm"}
    return f"{prefix}{flat if kept or not stem else f'{flat}.xlsx'}"


def _copy(found: Intake, mine: Checked, source: Source) -> Copy:
    tables, lang = mine.tables, mine.lang
    keyed = [report.with_keys(report.spotted(frame, tables)) for frame in (mine.listed, mine.quiet)]
    headline = [str(line) for line in report.summary(mine.found, tables, lang, reviewed=mine.quiet.height)]
    if mine.cut:
        headline.insert(1, report.cut_line(mine))
    earlier = found.earlier.filter(pl.col("file") == source.file)
    passed = {p.reason: p.sheet for p in found.passed_over if p.source == source}
    origin = next(iter(earlier["origin"].drop_nulls()), source.file)
    return Copy(
        source,
        marks_of(keyed[0], lang),
        problem_list(keyed[0], keyed[1], origin, headline, lang),
        summary_list(mine.listing(None).listed, tables, mine.tallies, headline, lang),
        former=earlier.select("sheet", "cell", "fill"),
        own=(passed.get(own.LIST), passed.get(own.SUMMARY)),
    )
