"""m probabilities of one kind of pair: fields that travel together have one table, shrunk to independence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel

FLOOR = 1e-5
"""Least start probability of a level: nothing is impossible before the data were seen."""


@dataclass(frozen=True)
class Layout:
    """Where the fields stand in the tables: ``members`` are positions of fields, a table each.

    A field that no joint names has a table of its own.
    """

    members: tuple[tuple[int, ...], ...]
    radix: tuple[int, ...]

    @classmethod
    def of(cls, model: LinkModel) -> Layout:
        """The layout of a model's fields."""
        names = [c.field for c in model.fields]
        joints: list[tuple[int, ...]] = [tuple(names.index(f) for f in joint) for joint in model.joints]
        joined = {place for joint in joints for place in joint}
        singles: list[tuple[int, ...]] = [(place,) for place in range(len(names)) if place not in joined]
        return cls(members=(*joints, *singles), radix=model.radix)

    def shape(self, table: int) -> tuple[int, ...]:
        """Levels of the fields of a table."""
        return tuple(self.radix[place] for place in self.members[table])

    def cells(self, levels: Array) -> list[Array]:
        """For each table the flat cell of each pattern; ``levels`` is (patterns, fields)."""
        return [
            np.ravel_multi_index(tuple(levels[:, p].astype(np.int64) for p in fields), self.shape(t))
            for t, fields in enumerate(self.members)
        ]

    @cached_property
    def missing_sets(self) -> list[Array]:
        """For each table, which fields of a cell are missing, as a number: cells of one number sum to one.

        Probabilities are those of the levels seen, given which fields can be compared at all, so a blank cell
        is no evidence for anything.
        """
        result = []
        for table in range(len(self.members)):
            axes = np.indices(self.shape(table)).reshape(len(self.members[table]), -1)
            result.append(sum((axis == 0).astype(np.int64) << bit for bit, axis in enumerate(axes)))
        return result

    def independent(self, table: int, margins: list[Array]) -> Array:
        """Flat table of the product of its fields' m probabilities, a missing field counting one."""
        product = np.ones(1)
        for place in self.members[table]:
            factor = margins[place].copy()
            factor[0] = 1.0
            product = np.multiply.outer(product, factor)
        return product.ravel()

    def smoothed(self, table: int, counts: Array, independent: Array, weight: float) -> Array:
        """Flat table of counts with ``weight`` pseudo-counts of independence in each missing set."""
        sets = self.missing_sets[table]
        totals = np.bincount(sets, counts)[sets]
        return (counts + weight * independent) / (totals + weight)

    def margins(self, levels: Array, weights: Array, starts: list[Array], weight: float) -> list[Array]:
        """Probabilities by field over the pairs that can be compared, with pseudo-counts of the start."""
        result = []
        for place, start in enumerate(starts):
            counts = np.bincount(levels[:, place], weights, minlength=self.radix[place])
            counts[0] = 0.0
            result.append((counts + weight * start) / (counts.sum() + weight))
        return result

    def capped(self, table: int, probabilities: Array, place: int, level: int, at_most: float) -> Array:
        """The table with one level of one field held at ``at_most`` in each set of missing fields."""
        fields = self.members[table]
        axis = np.indices(self.shape(table)).reshape(len(fields), -1)[fields.index(place)]
        sets = self.missing_sets[table]
        held = axis == level
        share = np.bincount(sets, np.where(held, probabilities, 0.0))[sets]
        factor_held = np.minimum(1.0, at_most / np.maximum(share, 1e-300))
        factor_free = (1.0 - share * factor_held) / np.maximum(1.0 - share, 1e-300)
        return probabilities * np.where(held, factor_held, np.where(axis == 0, 1.0, factor_free))


def starts(model: LinkModel) -> list[list[Array]]:
    """Start m probabilities by class and field: the model's, what is left shared by the levels not named."""
    result = []
    for pair_class in model.classes:
        fields = []
        for comparator in model.fields:
            said = pair_class.start.get(comparator.field, {})
            others = [level for level in comparator.levels[1:] if level not in said]
            left = max(0.0, 1.0 - sum(said.values())) / max(1, len(others))
            values = [0.0] + [max(FLOOR, said.get(level, left)) for level in comparator.levels[1:]]
            fields.append(np.array(values) / sum(values))
        result.append(fields)
    return result
