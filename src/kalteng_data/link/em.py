"""Learning m probabilities without truth: EM over agreement patterns and their counts.

Fellegi and Sunter (1969) with latent classes (Winkler 1988); more than two classes because members of one
household resemble each other in other ways than strangers do (Larsen and Rubin 2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kalteng_data.link.tables import Layout, starts
from kalteng_data.link.trained import Trained

if TYPE_CHECKING:
    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel


def learn(model: LinkModel, levels: Array, counts: Array) -> Trained:
    """The model's parameters from patterns of pairs.

    Args:
        model: Classes with their starts, joint tables, caps and the settings of learning.
        levels: (patterns, fields) levels, 0 where missing.
        counts: Pairs of each pattern.

    Returns:
        Priors by class, m probabilities by class and field, and joint counts by class and table.
    """
    layout = Layout.of(model)
    begin = starts(model)
    cells = layout.cells(levels)
    priors = np.array([c.prior for c in model.classes])
    priors /= priors.sum()
    margins = begin
    tables = [[layout.independent(t, fields) for t in range(len(layout.members))] for fields in begin]
    joint_counts: list[list[Array]] = [[np.zeros(len(t)) for t in row] for row in tables]
    learning = model.learning
    before = -np.inf
    done = 0
    for step in range(learning.iterations):
        scores = class_scores(tables, cells, priors)
        total = np.logaddexp.reduce(scores, axis=0)
        shares = np.exp(scores - total) * counts
        likelihood = float(total @ counts) / max(float(counts.sum()), 1.0)  # no pair at all teaches nothing
        priors = shares.sum(axis=1) + 1.0
        priors /= priors.sum()
        margins = [
            layout.margins(levels, shares[c], begin[c], learning.start_weight) for c in range(len(begin))
        ]
        joint_counts = [
            [np.bincount(cells[t], shares[c], minlength=len(tables[c][t])) for t in range(len(cells))]
            for c in range(len(begin))
        ]
        tables = smooth(model, layout, margins, joint_counts)
        done = step + 1
        if abs(likelihood - before) < learning.tolerance:
            break
        before = likelihood
    return Trained(
        model=model.name,
        classes=tuple(c.name for c in model.classes),
        priors=priors,
        margins=margins,
        joint_counts=joint_counts,
        pairs=int(counts.sum()),
        iterations=done,
        log_likelihood=before,
    )


def smooth(
    model: LinkModel, layout: Layout, margins: list[list[Array]], joint_counts: list[list[Array]]
) -> list[list[Array]]:
    """Tables of m by class and table out of counts, shrunk to independence and capped."""
    tables = []
    names = [c.field for c in model.fields]
    for place, pair_class in enumerate(model.classes):
        row = []
        for t, fields in enumerate(layout.members):
            independent = layout.independent(t, margins[place])
            table = layout.smoothed(t, joint_counts[place][t], independent, model.learning.joint_weight)
            for cap in model.caps:
                field = names.index(cap.field)
                if cap.pair_class == pair_class.name and field in fields:
                    level = model.fields[field].levels.index(cap.level)
                    table = layout.capped(t, table, field, level, cap.at_most)
            row.append(table)
        tables.append(row)
    return tables


def class_scores(tables: list[list[Array]], cells: list[Array], priors: Array) -> Array:
    """(classes, patterns) log of prior times probability of the pattern."""
    return np.stack(
        [
            np.log(priors[c]) + sum(np.log(row[t])[cells[t]] for t in range(len(cells)))
            for c, row in enumerate(tables)
        ]
    )
