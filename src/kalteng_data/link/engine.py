"""The conductor of linkage: order, encode, block, compare, weigh, relatives, cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kalteng_data.link import block, cluster, groups
from kalteng_data.link.columns import Columns
from kalteng_data.link.compare import compare, encode, levels_of
from kalteng_data.link.em import learn
from kalteng_data.link.trained import Trained  # noqa: TC001 (part of a public dataclass)
from kalteng_data.link.weigh import Patterns, log_odds, rarity, score_patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from kalteng_data.link.columns import Array
    from kalteng_data.link.model import LinkModel


@dataclass(frozen=True)
class Decisions:
    """Pairs that people decided, as frames with columns ``left`` and ``right`` of record ids."""

    must: pl.DataFrame | None = None
    cannot: pl.DataFrame | None = None


@dataclass(frozen=True)
class Linked:
    """What linkage found.

    ``records``: ``rid, cluster`` (numbers from 0 in content order), ``probability``, in the frame's order.
    ``review``: ``left, right`` (rids), ``probability``, ``reason``, the surest doubts first. ``report``:
    what each step did. ``edges``: ``left, right, odds`` of all pairs compared, when asked for.
    """

    records: pl.DataFrame
    review: pl.DataFrame
    trained: Trained
    report: dict[str, Any] = field(default_factory=dict)
    edges: pl.DataFrame | None = None


def link(
    frame: pl.DataFrame,
    model: LinkModel,
    trained: Trained | None = None,
    decisions: Decisions | None = None,
    *,
    keep_edges: bool = False,
) -> Linked:
    """Give each record of ``frame`` a cluster: records of one cluster stand for one thing.

    Args:
        frame: Records with ``rid`` (distinct) and the columns that the model names.
        model: Fields, rules, classes and settings.
        trained: Parameters learned before; learned from this frame when ``None``.
        decisions: Pairs that people joined or refused; they outweigh evidence.
        keep_edges: Also return all compared pairs, for analysis.

    Returns:
        The result depends on the records' content only, not on their order.
    """
    encoded, rids = ordered(encode(frame, model), frame["rid"], model)
    keys, rules = block.rule_keys(encoded, model.rules)
    work = _Work(model, Columns.of(encoded), trained, decisions, rids)
    pairs, made = _blocked(keys, work.must)
    report: dict[str, Any] = {
        "records": frame.height,
        "rules": rules.with_columns(pl.Series("new_pairs", made)),
    }
    patterns = compare(work.columns, pairs, model)
    if model.group is not None:
        membership = groups.Membership.read(encoded, model.group)
        before = len(pairs)
        pairs, patterns = _with_groups(work, membership, keys, pairs, patterns)
        report["suggested_pairs"] = len(pairs) - before
    odds = work.constrained(pairs, work.weigh(pairs, patterns, learning=True))

    def weigh_more(extra: Array) -> Array:
        weighed = work.weigh(extra, compare(work.columns, extra, model))
        return work.constrained(extra, weighed)

    clusters = cluster.cluster(encoded.height, pairs, odds, model.clustering, weigh_more)
    edges = _Edges.of(
        np.concatenate([pairs, clusters.extra_pairs]),
        np.concatenate([odds, clusters.extra_odds]),
        clusters.label,
    )
    report |= {"clustering": clusters.report, "pairs": len(edges.odds)}
    return Linked(
        records=_records(frame, rids, clusters.label, edges),
        review=_review(rids, edges, model),
        trained=work.parameters,
        report=report,
        edges=edges.frame(rids) if keep_edges else None,
    )


def _blocked(keys: Array, must: Array) -> tuple[Array, list[int]]:
    """Sorted pairs of all rules with those that people joined, and how many each rule made first."""
    with ThreadPoolExecutor(block.THREADS) as pool:
        made = list(pool.map(lambda place: block.pairs_of_rule(keys, place), range(keys.shape[1])))
    joined = must[~block.found_before(keys, must, keys.shape[1])]
    return pl.Series(np.concatenate([*made, joined])).sort().to_numpy(), [len(part) for part in made]


def _with_groups(
    work: _Work, membership: groups.Membership, keys: Array, pairs: Array, patterns: Array
) -> tuple[Array, Array]:
    """Pairs with those that groups suggest, patterns with the levels that a first weighing makes known."""
    model, group = work.model, work.model.group
    assert group is not None  # noqa: S101 (who has a membership has a group)
    odds = work.weigh(pairs, patterns, learning=True).odds
    more = groups.suggested(membership, pairs, odds, group.sure)
    more = more[~block.found_before(keys, more, keys.shape[1]) & ~np.isin(more, work.must)]
    more = pl.Series(more).unique().sort().to_numpy()
    found = compare(work.columns, more, model)
    at = np.searchsorted(pairs, more)
    odds = np.insert(odds, at, work.weigh(more, found).odds)
    pairs, patterns = np.insert(pairs, at, more), np.insert(patterns, at, found)
    return pairs, patterns + derived(model, membership, pairs, patterns, odds)


def ordered(encoded: pl.DataFrame, rids: pl.Series, model: LinkModel) -> tuple[pl.DataFrame, Array]:
    """Records in the order of their content, so that nothing after depends on the order they came in.

    What the model's ``order`` leaves open is decided by a hash of all encoded columns: records that are still
    tied are alike in everything that is compared. The order keeps likely pairs near each other in memory too.
    """
    numbers = encoded.select(pl.selectors.exclude(pl.selectors.string()))
    keys = encoded.select(model.order).with_columns(numbers.hash_rows().alias("rest"))
    order = keys.select(pl.arg_sort_by(keys.columns, maintain_order=True)).to_series()
    return encoded[order], rids[order].to_numpy()


@dataclass(frozen=True)
class _Weighed:
    """Log-odds of pairs (Float32) and which pattern each pair shows, a position in ``distinct``."""

    odds: Array
    distinct: Patterns
    rows: Array


class _Work:
    """Columns, decisions and parameters of one run."""

    def __init__(
        self,
        model: LinkModel,
        columns: Columns,
        trained: Trained | None,
        decisions: Decisions | None,
        rids: Array,
    ) -> None:
        self.model = model
        self.columns = columns
        self.given = trained
        self.learned = trained
        self.must = decided(decisions.must if decisions else None, rids)
        self.cannot = decided(decisions.cannot if decisions else None, rids)
        self.scorer: Callable[[Array], Array] | None = None

    @property
    def parameters(self) -> Trained:
        """The parameters in force."""
        if self.learned is None:
            raise AssertionError("weigh comes before its parameters are asked for")
        return self.learned

    def weigh(self, pairs: Array, patterns: Array, *, learning: bool = False) -> _Weighed:
        """Log-odds of pairs; with ``learning`` parameters are learned from them, unless they were given."""
        distinct = Patterns.of(patterns, self.model.radix)
        rows = distinct.rows_of(patterns)
        if learning:
            self._learn(pairs, patterns)
        if self.scorer is not None:
            return _Weighed(self.scorer(distinct.levels).astype(np.float32)[rows], distinct, rows)
        scores = score_patterns(self.model, self.parameters, distinct.levels)
        odds = log_odds(scores, rows, rarity(self.model, self.columns, pairs, distinct, rows))
        return _Weighed(odds, distinct, rows)

    def _learn(self, pairs: Array, patterns: Array) -> None:
        sample = Patterns.of(thinned(patterns, self.model.learning.sample), self.model.radix)
        if self.given is None:
            self.learned = learn(self.model, sample.levels, sample.counts)
        if self.model.classifier != "patterns":
            from kalteng_data.link.classifiers import fitted

            labels = self._labels(pairs, patterns)
            self.scorer = fitted(self.model, sample.levels, sample.counts, labels)

    def _labels(self, pairs: Array, patterns: Array) -> tuple[Array, Array] | None:
        """Levels of the pairs that people decided, and whether they are one; as weighed where they are."""
        asked = np.concatenate([self.must, self.cannot])
        if not len(asked):
            return None
        found = compare(self.columns, asked, self.model)
        at = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
        known = pairs[at] == asked
        found[known] = patterns[at[known]]
        return levels_of(found, self.model.radix), np.arange(len(asked)) < len(self.must)

    def constrained(self, pairs: Array, weighed: _Weighed) -> Array:
        """Log-odds with vetoes and decisions."""
        veto = np.zeros(len(weighed.distinct.codes), dtype=bool)
        names = [c.field for c in self.model.fields]
        for name, level in self.model.clustering.vetoes:
            place = names.index(name)
            veto |= weighed.distinct.levels[:, place] == self.model.fields[place].levels.index(level)
        odds = np.where(veto[weighed.rows], np.float32(cluster.VETO), weighed.odds)
        for chosen, weight in ((self.must, cluster.MUST), (self.cannot, cluster.CANNOT)):
            if len(chosen):
                odds[np.isin(pairs, chosen)] = weight
        return odds


def thinned(patterns: Array, most: int) -> Array:
    """At most ``most`` patterns, every k-th in the order of pairs: learning needs no more."""
    return patterns[:: max(1, -(-len(patterns) // most))]


def derived(
    model: LinkModel, membership: groups.Membership, pairs: Array, patterns: Array, odds: Array
) -> Array:
    """What is added to each pattern for the fields that only a first weighing can compare."""
    assert model.group is not None  # noqa: S101 (who has a membership has a group)
    added = np.zeros(len(pairs), dtype=np.uint64)
    strides = np.cumprod((1, *model.radix[:0:-1]))[::-1]
    names = [c.field for c in model.fields]
    for place, comparator in enumerate(model.fields):
        if isinstance(comparator, groups.GroupComparator):
            levels = groups.relatives(membership, pairs, odds, model.group.sure)
        elif isinstance(comparator, groups.RecurrenceComparator):
            of = names.index(comparator.of)
            found = patterns // np.uint64(strides[of]) % np.uint64(model.radix[of])
            agreeing = np.isin(
                found, [model.comparator(comparator.of).levels.index(a) for a in comparator.agreeing]
            )
            levels = groups.recurrence(
                len(membership.of), pairs, agreeing, odds > model.group.sure, found != 0
            )
        else:
            continue
        added += levels * np.uint64(strides[place])
    return added


def decided(frame: pl.DataFrame | None, rids: Array) -> Array:
    """Distinct pair numbers of a frame of decided rids; rids not among the records are passed over."""
    if frame is None or not frame.height:
        return np.zeros(0, dtype=np.uint64)
    known = pl.DataFrame({"rid": rids, "at": np.arange(len(rids), dtype=np.uint32)})
    both = (
        frame.select(pl.col("left", "right").cast(known["rid"].dtype))
        .join(known.rename({"rid": "left", "at": "i"}), on="left")
        .join(known.rename({"rid": "right", "at": "j"}), on="right")
        .filter(pl.col("i") != pl.col("j"))
    )
    return np.unique(block.packed(both["i"].to_numpy(), both["j"].to_numpy()))


@dataclass(frozen=True)
class _Edges:
    """Compared pairs as positions, their log-odds, and whether both records ended in one cluster."""

    left: Array
    right: Array
    odds: Array
    same: Array

    @classmethod
    def of(cls, pairs: Array, odds: Array, label: Array) -> _Edges:
        left, right = block.unpacked(pairs)
        return cls(left, right, odds, label[left] == label[right])

    def where(self, mask: Array) -> _Edges:
        return _Edges(self.left[mask], self.right[mask], self.odds[mask], self.same[mask])

    def frame(self, rids: Array) -> pl.DataFrame:
        return pl.DataFrame({"left": rids[self.left], "right": rids[self.right], "odds": self.odds})


def _records(frame: pl.DataFrame, rids: Array, label: Array, edges: _Edges) -> pl.DataFrame:
    """``rid, cluster`` and the ``probability`` that the record belongs to its cluster, or to none."""
    certainty = cluster.certainty(label, edges.left, edges.right, edges.odds, edges.same)
    first = label == np.arange(len(label))
    found = pl.DataFrame(
        {
            "rid": rids,
            "cluster": (np.cumsum(first) - 1)[label].astype(np.uint32),
            "probability": 1.0 / (1.0 + np.exp(-certainty)),
        }
    )
    return frame.select("rid").join(found, on="rid", how="left", maintain_order="left")


def _review(rids: Array, edges: _Edges, model: LinkModel) -> pl.DataFrame:
    """Pairs a person should see: ``grey`` odds, ``refused`` though likely, ``weak`` though together."""
    low, high = model.clustering.review
    decided_by_people = cluster.MUST / 2
    grey = (edges.odds > low) & (edges.odds < high)
    refused = ~edges.same & (edges.odds >= high)
    weak = edges.same & (edges.odds <= low) & (edges.odds > cluster.VETO)
    seen = edges.where((grey | refused | weak) & (edges.odds < decided_by_people))
    reason = np.where(seen.odds >= high, "refused", np.where(seen.odds <= low, "weak", "grey"))
    return pl.DataFrame(
        {
            "left": rids[seen.left],
            "right": rids[seen.right],
            "probability": 1.0 / (1.0 + np.exp(-np.clip(seen.odds.astype(np.float64), -50, 50))),
            "together": seen.same,
            "reason": reason.astype(str),
        }
    ).sort("probability", "left", "right", descending=[True, False, False])
