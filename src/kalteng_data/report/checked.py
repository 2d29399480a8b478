"""The outcome of one check as every form of report takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Severity
from kalteng_data.report.findings import located, placed
from kalteng_data.report.reviewed import looked_at, spotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table, Tally


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings, and the tables they stand in.

    ``found`` are the findings that count, in order, of shape ``schemas.FINDINGS``: with texts as they stand,
    which no report shows. ``quiet`` are those that somebody looked at, with place and words as ``listed`` has
    them. ``most`` is how many are listed; ``unmasked`` when values are shown as they stand.
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
        """The findings that a report lists, all or the gravest, with place and words.

        The frame of ``located``, with ``raw_value`` and ``raw_detail``. It is made when asked for: what is
        only counted needs no words.
        """
        return self.worded(self.chosen)

    @property
    def chosen(self) -> pl.DataFrame:
        """The findings of ``found`` that a report lists: all, or the gravest."""
        return gravest(self.found, self.most)

    def worded(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Some of ``found`` with place and words."""
        return _worded(findings, self.tables, self.lang, unmask=self.unmasked)

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
    """Findings told apart from those that were looked at (``known``, of ``reviewed.marks``)."""
    nothing = _worded(findings.clear(), tables, lang, unmask=unmask)
    if known.is_empty():
        return Checked(findings, nothing, tuple(tables), tallies, lang, unmasked=unmask)
    there = placed(findings, tables).with_columns(raw_value="value", raw_detail="detail")
    seen = looked_at(spotted(there, tables), known)
    quiet = _worded(findings.filter(seen), tables, lang, unmask=unmask)
    return Checked(findings.filter(~seen), quiet, tuple(tables), tallies, lang, unmasked=unmask)


def _worded(findings: pl.DataFrame, tables: Sequence[Table], lang: str, *, unmask: bool) -> pl.DataFrame:
    raw = findings.select(raw_value="value", raw_detail="detail")
    return located(findings, tables, lang, unmask=unmask).hstack(raw)


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
