"""The outcome of one check as every form of report takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Severity
from kalteng_data.report.findings import located
from kalteng_data.report.reviewed import looked_at, spotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table, Tally


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings with place and words, and the tables they stand in.

    ``found`` are the findings that count, in order: the frame of ``located`` with the texts as they stand
    (``raw_value``, ``raw_detail``, which no report shows); ``quiet`` those that somebody looked at. ``most``
    is how many are listed; ``unmasked`` when values are shown as they stand.
    """

    found: pl.DataFrame
    quiet: pl.DataFrame
    tables: tuple[Table, ...]
    tallies: Mapping[int, Tally]
    lang: str
    most: int | None = None
    unmasked: bool = False

    @property
    def listed(self) -> pl.DataFrame:
        """The findings that a report lists: all, or the gravest."""
        return gravest(self.found, self.most)

    @property
    def cut(self) -> int:
        """Findings that are counted and not listed."""
        return 0 if self.most is None else max(0, self.found.height - self.most)

    @property
    def files(self) -> int:
        """Files read."""
        return len({(t.source.level, t.source.file) for t in self.tables})

    def of(self, tables: Sequence[Table]) -> Checked:
        """The part that concerns ``tables``."""
        mine = pl.col("table").is_in([table.index for table in tables])
        found, quiet = self.found.filter(mine), self.quiet.filter(mine)
        return replace(self, found=found, quiet=quiet, tables=tuple(tables))

    def listing(self, most: int | None) -> Checked:
        """The same, of which ``most`` findings are listed."""
        return replace(self, most=most)


def checked(
    findings: pl.DataFrame,
    tables: Sequence[Table],
    tallies: Mapping[int, Tally],
    known: pl.DataFrame,
    lang: str,
    *,
    unmask: bool = False,
) -> Checked:
    """Findings located and told apart from those that were looked at (``known``, of ``reviewed.marks``)."""
    raw = findings.select(raw_value="value", raw_detail="detail")
    frame = located(findings, tables, lang, unmask=unmask).hstack(raw)
    if known.is_empty():
        return Checked(frame, frame.clear(), tuple(tables), tallies, lang, unmasked=unmask)
    quiet = looked_at(spotted(frame, tables), known)
    found, held = frame.filter(~quiet), frame.filter(quiet)
    return Checked(found, held, tuple(tables), tallies, lang, unmasked=unmask)


def gravest(frame: pl.DataFrame, most: int | None) -> pl.DataFrame:
    """At most ``most`` findings of ``frame``, errors before warnings before notes, in the order they had."""
    if most is None or frame.height <= most:
        return frame
    ranks = {str(severity): -severity.rank for severity in Severity}
    return (
        frame.with_row_index("at")
        .with_columns(rank=pl.col("severity").replace_strict(ranks, return_dtype=pl.Int8))
        .sort("rank", "at")
        .head(most)
        .sort("at")
        .drop("at", "rank")
    )
