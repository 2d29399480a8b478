"""Scored pairs to clusters: components, completed and repaired by average link under vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kalteng_data.link.block import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import Clustering

VETO = -1e6
"""Log-odds of a pair that no cluster may hold; outweighs any number of pairs in favour."""
MUST, CANNOT = 1e9, -1e12
"""Log-odds of a person's decision: outweighs evidence and vetoes; a refusal outweighs all."""
CERTAIN = 25.0
"""Log-odds beyond this count as this: no single pair decides alone in a mean."""
STEP, STEPS = 1.5, 12
"""How a component that is too large is cut: the threshold rises by this, this often."""


@dataclass(frozen=True)
class Clusters:
    """The first position of each record's cluster, and what happened on the way."""

    label: Array
    extra_pairs: Array
    extra_odds: Array
    report: dict[str, int]


def cluster(
    records: int, pairs: Array, odds: Array, settings: Clustering, weigh: Callable[[Array], Array]
) -> Clusters:
    """Clusters of records from sorted pair numbers and their log-odds (vetoes and decisions included).

    Args:
        records: How many records there are; positions run from 0.
        pairs: Sorted distinct pair numbers.
        odds: Log-odds of each pair.
        settings: Thresholds and the largest component to complete.
        weigh: Compares further pair numbers and returns their log-odds.

    Returns:
        The label of each record is the first position in its cluster, so it depends on nothing but the order
        of records. Pairs compared on the way come with their log-odds.
    """
    odds = odds.astype(np.float32)
    component = components(records, pairs, odds, settings.component)
    component, cuts, flooded = _cut(records, pairs, odds, component, settings)
    left, right = unpacked(pairs)
    inside = component[left] == component[right]
    inner, inner_odds = pairs[inside], odds[inside]
    home = component[left[inside]]
    sizes = np.bincount(component, minlength=records)
    whole = sizes * (sizes - 1) // 2
    agreeing = np.bincount(home, inner_odds > settings.cluster, minlength=records)
    open_ = (sizes > 1) & (agreeing < whole) & ~flooded
    label = component.copy()
    report = {
        "components": int((sizes > 0).sum()),
        "largest_component": int(sizes.max(initial=0)),
        "cut_components": cuts,
        "flooded_records": int(sizes[flooded].sum()),
        "repaired_components": int(open_.sum()),
    }
    alone = flooded[component]
    label[alone] = np.flatnonzero(alone)
    members = np.flatnonzero(open_[component])
    order = members[np.argsort(component[members], kind="stable")]
    chosen = open_[home]
    extra, extra_odds = _complete(order, component, inner[chosen], weigh)
    report["completed_pairs"] = len(extra)
    known = np.concatenate([inner[chosen], extra])
    weights = np.concatenate([inner_odds[chosen], extra_odds.astype(np.float64)])
    _repair(label, order, known, weights, settings.cluster)
    report["clusters"] = len(np.unique(label))
    return Clusters(label, extra, extra_odds, report)


def components(records: int, pairs: Array, odds: Array, threshold: float) -> Array:
    """First position of each record's connected component over pairs above the threshold."""
    left, right = unpacked(pairs[odds > threshold])
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(records, records))
    _, label = connected_components(graph, directed=False)
    first = np.full(records, records, dtype=np.int64)
    np.minimum.at(first, label, np.arange(records))
    return first[label]


def _cut(
    records: int, pairs: Array, odds: Array, component: Array, settings: Clustering
) -> tuple[Array, int, Array]:
    """Components of at most ``complete`` records where a higher threshold makes them so.

    Completing costs the square of a component's size; this bounds it by records times ``complete``. What is
    still larger at the highest threshold is a flood of look-alikes: its records are left apart and reported.
    """
    threshold = settings.component
    cuts = 0
    for _ in range(STEPS):
        large = np.bincount(component, minlength=records) > settings.complete
        if not large.any():
            break
        cuts += int(large.sum())
        threshold += STEP
        left, _ = unpacked(pairs)
        chosen = large[component[left]]
        again = components(records, pairs[chosen], odds[chosen], threshold)
        component = np.where(large[component], again, component)
    return component, cuts, np.bincount(component, minlength=records) > settings.complete


def _complete(
    order: Array, component: Array, known: Array, weigh: Callable[[Array], Array]
) -> tuple[Array, Array]:
    """Pairs inside the components of ``order`` that are not known yet, and their log-odds."""
    home = component[order]
    ends = np.searchsorted(home, home, side="right")
    later = ends - np.arange(len(order)) - 1
    first = np.repeat(np.arange(len(order)), later)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    every = packed(order[first], order[first + offset + 1])
    at = np.searchsorted(known, every)
    missing = (
        every[(at == len(known)) | (known[np.minimum(at, len(known) - 1)] != every)] if len(known) else every
    )
    return missing, weigh(missing)


def _repair(label: Array, order: Array, pairs: Array, odds: Array, threshold: float) -> None:
    """Average link inside each component of ``order``; turns ``label`` from components into clusters."""
    home = label[order]
    starts = np.flatnonzero(np.concatenate([[True], home[1:] != home[:-1]])) if len(home) else home
    sizes = np.diff(np.append(starts, len(order)))
    place = np.zeros(len(label), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    number = np.zeros(len(label), dtype=np.int64)
    number[order] = np.repeat(np.arange(len(starts)), sizes)
    left, right = unpacked(pairs)
    pair_number = number[left]
    for size in np.unique(sizes):
        chosen = np.flatnonzero(sizes == size)
        rank = np.zeros(len(starts), dtype=np.int64)
        rank[chosen] = np.arange(len(chosen))
        at = np.flatnonzero(sizes[pair_number] == size)
        sums = np.zeros((len(chosen), size, size))
        batch, i, j = rank[pair_number[at]], place[left[at]], place[right[at]]
        weight = np.where(np.abs(odds[at]) < -VETO, np.clip(odds[at], -CERTAIN, CERTAIN), odds[at])
        sums[batch, i, j] = weight
        sums[batch, j, i] = weight
        found = average_link(sums, threshold)
        rows = starts[chosen][:, None] + np.arange(size)
        label[order[rows]] = order[starts[chosen][:, None] + found]


def average_link(sums: Array, threshold: float) -> Array:
    """Average-link clusters of many small graphs at once.

    Args:
        sums: (graphs, size, size) symmetric log-odds; overwritten.
        threshold: Two clusters are joined while the mean of their pairs is above this.

    Returns:
        (graphs, size) the first member of each member's cluster. Ties go to the first pair.
    """
    graphs, size, _ = sums.shape
    label = np.tile(np.arange(size), (graphs, 1))
    weight = np.ones((graphs, size))
    active = np.arange(graphs)
    lower = np.tril(np.ones((size, size), dtype=bool))
    while len(active):
        ways = weight[active][:, :, None] * weight[active][:, None, :]
        mean = sums[active] / np.maximum(ways, 1.0)
        mean[:, lower] = -np.inf
        gone = weight[active] == 0
        mean[np.broadcast_to(gone[:, :, None] | gone[:, None, :], mean.shape)] = -np.inf
        flat = mean.reshape(len(active), -1)
        best = flat.argmax(axis=1)
        going = flat[np.arange(len(active)), best] > threshold
        active, best = active[going], best[going]
        keep, drop = best // size, best % size
        sums[active, keep] += sums[active, drop]
        sums[active, :, keep] += sums[active, :, drop]
        weight[active, keep] += weight[active, drop]
        weight[active, drop] = 0
        moved = label[active] == drop[:, None]
        label[active] = np.where(moved, keep[:, None], label[active])
    return label


def certainty(label: Array, left: Array, right: Array, odds: Array, same: Array) -> Array:
    """Log-odds that each record stands where it should.

    The mean to the others of its cluster; of a record alone, that its best refused pair is none.
    """
    records = len(label)
    ends = np.concatenate([left[same], right[same]])
    inner = np.clip(np.tile(odds[same], 2), -CERTAIN, CERTAIN)
    count = np.bincount(ends, minlength=records)
    mean = np.bincount(ends, inner, minlength=records) / np.maximum(count, 1)
    best = np.full(records, -CERTAIN)
    near = np.flatnonzero(~same & (odds > -CERTAIN))
    for side in (left[near], right[near]):
        np.maximum.at(best, side, odds[near])
    return np.where(count > 0, mean, -np.minimum(best, CERTAIN))
