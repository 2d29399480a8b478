"""Match weights: patterns to log-odds of one person against all other kinds of pairs, names by rarity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kalteng_data.link.block import unpacked
from kalteng_data.link.compare import levels_of
from kalteng_data.link.em import class_scores, smooth
from kalteng_data.link.tables import Layout

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array, Columns
    from kalteng_data.link.model import LinkModel
    from kalteng_data.link.trained import Trained

LOWEST = -745.0
"""Log of the least positive double: the weight of a class that has no member of a kind."""


@dataclass(frozen=True)
class Patterns:
    """Distinct agreement patterns: sorted numbers, their levels (patterns, fields) and pairs of each."""

    codes: Array
    levels: Array
    counts: Array

    @classmethod
    def of(cls, patterns: Array, radix: tuple[int, ...]) -> Patterns:
        """Distinct patterns of pairs; counts of parts of the data simply add up."""
        counted = pl.DataFrame({"code": patterns}).group_by("code").len().sort("code")
        codes = counted["code"].to_numpy()
        return cls(codes, levels_of(codes, radix), counted["len"].to_numpy().astype(np.float64))

    def rows_of(self, patterns: Array) -> Array:
        """Position of each pair's pattern among the distinct ones."""
        known = pl.DataFrame({"code": self.codes, "row": np.arange(len(self.codes), dtype=np.uint32)})
        found = pl.DataFrame({"code": patterns}).join(known, on="code", how="left", maintain_order="left")
        return found["row"].to_numpy()


@dataclass(frozen=True)
class PatternScores:
    """Logs of prior times probability by pattern: one person; two alike for a reason; two alike by chance."""

    same: Array
    other: Array
    chance: Array


def score_patterns(model: LinkModel, trained: Trained, levels: Array) -> PatternScores:
    """Scores of patterns, seen in learning or not."""
    layout = Layout.of(model)
    tables = smooth(model, layout, trained.margins, trained.joint_counts)
    scores = class_scores(tables, layout.cells(levels), trained.priors)

    def gathered(chosen: list[bool]) -> Array:
        rows = scores[np.array(chosen, dtype=bool)]
        return np.logaddexp.reduce(rows, axis=0) if len(rows) else np.full(levels.shape[0], LOWEST)

    return PatternScores(
        same=gathered([c.same for c in model.classes]),
        other=gathered([not c.same and not c.coincidence for c in model.classes]),
        chance=gathered([not c.same and c.coincidence for c in model.classes]),
    )


def log_odds(scores: PatternScores, rows: Array, rarity: Array) -> Array:
    """Natural log-odds of each pair that both records are one person (Float32).

    ``rows`` are positions of the pairs' patterns; ``rarity`` is the log of how much likelier than on average
    two strangers share the pair's value.
    """
    chance = scores.chance[rows] + rarity
    odds: Array = (scores.same[rows] - np.logaddexp(scores.other[rows], chance)).astype(np.float32)
    return odds


def rarity(model: LinkModel, columns: Columns, pairs: Array, patterns: Patterns, rows: Array) -> Array:
    """Log of the shared value's frequency over the mean frequency of a shared value, 0 where none is shared.

    Two strangers share a value v with probability f(v)^2, one person has it with f(v); against the level's
    mean the odds of chance move by f(v) / sum f^2 (Winkler 2000, term frequency adjustment).
    """
    result = np.zeros(len(pairs), dtype=np.float32)
    if not model.learning.rarity:
        return result
    left, right = unpacked(pairs)
    for place, comparator in enumerate(model.fields):
        for level, part in comparator.frequent.items():
            share = columns[f"{comparator.field}.{part}"]
            chosen = np.flatnonzero((patterns.levels[:, place] == comparator.levels.index(level))[rows])
            if len(chosen):
                common = np.maximum(share[left[chosen]], share[right[chosen]])
                mean = float(np.mean(share, dtype=np.float64))
                result[chosen] += np.log(common / mean)
    return result
