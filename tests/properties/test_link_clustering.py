"""Clusters against an independent oracle on random graphs."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from kalteng_data.link.block import packed, unpacked
from kalteng_data.link.cluster import CANNOT, MUST, VETO, average_link, cluster
from kalteng_data.link.model import Clustering

SETTINGS = Clustering(component=-2.0, cluster=0.0, complete=12, vetoes=(), review=(-3.0, 3.0))

Matrix = npt.NDArray[np.float64]


def random_odds(size: int, seed: int) -> Matrix:
    """Symmetric log-odds of a few true groups with noise; no two alike, so that no tie hides a difference."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, max(2, size // 3), size)
    odds = np.where(group[:, None] == group[None, :], 4.0, -5.0) + rng.normal(0, 4, (size, size))
    odds = np.triu(odds, 1)
    return odds + odds.T


def from_matrix(odds: Matrix, known: float = 1.0, seed: int = 0) -> tuple[npt.NDArray[np.uint64], Matrix]:
    """Pairs with their odds, a share of them known beforehand."""
    rng = np.random.default_rng(seed)
    i, j = np.triu_indices(len(odds), 1)
    chosen = rng.random(len(i)) < known
    pairs = packed(i[chosen], j[chosen])
    left, right = unpacked(pairs)
    return pairs, odds[left, right]


def partition(label: npt.NDArray[np.int64]) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(label == x).tolist()) for x in np.unique(label)}


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 12), st.integers(0, 10_000))
def test_average_link_agrees_with_scipys(size: int, seed: int) -> None:
    odds = random_odds(size, seed)
    shift = odds.max() + 1.0
    distance = shift - odds
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance), method="average")
    expected = fcluster(tree, t=shift, criterion="distance")
    found = average_link(odds[None].copy(), 0.0)[0]
    assert partition(found) == partition(expected)


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 12), st.integers(0, 10_000))
def test_pairs_missing_inside_a_component_are_compared_before_anything_is_joined(
    size: int, seed: int
) -> None:
    odds = random_odds(size, seed)
    pairs, weights = from_matrix(odds, known=0.6, seed=seed)

    def weigh(extra: npt.NDArray[np.uint64]) -> Matrix:
        left, right = unpacked(extra)
        assert not np.isin(extra, pairs).any(), "only what is not known yet is compared"
        return odds[left, right]

    found = cluster(size, pairs, weights, SETTINGS, weigh).label
    joined = {(a, b) for a, b in itertools.combinations(range(size), 2) if found[a] == found[b]}
    for group in partition(found):
        members = sorted(group)
        if len(members) > 1:
            inner = odds[np.ix_(members, members)].sum() / (len(members) * (len(members) - 1))
            assert inner > 0, "the mean log-odds within a cluster is above the threshold"
    assert all(found[a] <= a for a in range(size)), "a label is the cluster's first record"
    assert len(joined) == sum(len(g) * (len(g) - 1) // 2 for g in partition(found))


@settings(deadline=None, max_examples=60)
@given(st.integers(3, 10), st.integers(0, 10_000))
def test_vetoes_and_refusals_hold_and_peoples_joins_outweigh_vetoes(size: int, seed: int) -> None:
    odds = random_odds(size, seed)
    rng = np.random.default_rng(seed)
    veto = np.triu(rng.random((size, size)) < 0.15, 1)
    odds[veto | veto.T] = VETO
    odds[0, 1] = odds[1, 0] = MUST
    odds[0, 2] = odds[2, 0] = CANNOT
    pairs, weights = from_matrix(odds)
    found = cluster(size, pairs, weights, SETTINGS, lambda extra: np.zeros(len(extra))).label
    assert found[0] == found[1]
    assert found[0] != found[2]
    for a, b in itertools.combinations(range(size), 2):
        if odds[a, b] == VETO and not {a, b} & {0, 1}:
            shared = {x for x in range(size) if found[x] == found[a]}
            assert found[a] != found[b] or {0, 1} <= shared


def test_a_flood_of_look_alikes_is_cut_and_costs_no_more_than_its_records() -> None:
    size = 400
    rng = np.random.default_rng(1)
    left = np.arange(size - 1)
    pairs = packed(left, left + 1)
    weights = rng.uniform(-1.0, 12.0, len(pairs))
    asked = 0

    def weigh(extra: npt.NDArray[np.uint64]) -> Matrix:
        nonlocal asked
        asked += len(extra)
        return np.full(len(extra), -6.0)

    found = cluster(size, pairs, weights, SETTINGS, weigh)
    assert found.report["cut_components"] >= 1
    assert asked <= size * SETTINGS.complete
    assert max(len(g) for g in partition(found.label)) <= SETTINGS.complete


@pytest.mark.parametrize("records", [0, 1, 5])
def test_records_without_pairs_are_alone(records: int) -> None:
    nothing = np.zeros(0, dtype=np.uint64)
    found = cluster(records, nothing, np.zeros(0), SETTINGS, lambda extra: np.zeros(len(extra)))
    assert found.label.tolist() == list(range(records))
