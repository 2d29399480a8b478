"""Comparator of dates of birth: equal, or different in a way that clerks and forms produce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from kalteng_data.link.columns import BLANK

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array, Levels, Pairs


@dataclass(frozen=True)
class DateComparator:
    """How two dates of birth may differ.

    Levels: ``exact``; ``swapped`` (day and month); ``part`` (two of day, month and year agree);
    ``year`` (one is a default or only a year, and the years agree); ``near_year`` (the same, a year apart);
    ``differ_vague`` (one is a default, and the years differ); ``differ``.

    ``column`` holds dates, ``vague`` a Boolean: only the year of this date is known; ``guessed`` a Boolean:
    the year itself may be one off (told by an age), so that no record is sought by it.
    """

    field: str
    column: str
    vague: str = ""
    guessed: str = ""

    levels: ClassVar[tuple[str, ...]] = (
        "missing", "exact", "swapped", "part", "year", "near_year", "differ_vague", "differ",
    )  # fmt: skip
    frequent: ClassVar[dict[str, str]] = {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the frame that it reads."""
        return tuple(c for c in (self.column, self.vague, self.guessed) if c)

    def encode(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """Encoded columns: ``ymd`` (as 19800817), ``vague``, the keys ``day`` (no default) and ``year``."""
        column = frame[self.column]
        ymd = (
            column.dt.year() * 10_000
            + column.dt.month().cast(pl.Int32) * 100
            + column.dt.day().cast(pl.Int32)
        ).fill_null(BLANK)
        vague, guessed = (
            frame[name].fill_null(value=False) if name else pl.repeat(False, len(ymd), eager=True)
            for name in (self.vague, self.guessed)
        )
        return {
            "ymd": ymd,
            "vague": vague,
            "day": ymd.set(vague, BLANK),
            "year": column.dt.year().fill_null(BLANK).set(guessed, BLANK),
        }

    def compare(self, pairs: Pairs) -> Levels:
        """Level of each pair, as a position in ``levels``."""
        a, b = pairs.of(f"{self.field}.ymd")
        vague_a, vague_b = pairs.of(f"{self.field}.vague")
        levels = np.full(len(pairs), self._level("differ"), dtype=np.uint8)
        year_a, year_b = a // 10_000, b // 10_000
        day_a, day_b = a % 10_000, b % 10_000
        apart = np.abs(year_a - year_b)
        month_a, month_b = day_a // 100, day_b // 100
        in_month_a, in_month_b = day_a % 100, day_b % 100
        agreeing = (apart == 0).astype(np.uint8) + (month_a == month_b) + (in_month_a == in_month_b)
        levels[agreeing == 2] = self._level("part")
        swapped: Array = (apart == 0) & (month_a == in_month_b) & (in_month_a == month_b)
        levels[swapped] = self._level("swapped")
        vague = vague_a | vague_b
        levels[vague] = self._level("differ_vague")
        levels[vague & (apart == 1)] = self._level("near_year")
        levels[vague & (apart == 0)] = self._level("year")
        levels[(a == b) & ~vague] = self._level("exact")
        levels[(a == BLANK) | (b == BLANK)] = 0
        return levels

    def _level(self, name: str) -> int:
        return self.levels.index(name)
