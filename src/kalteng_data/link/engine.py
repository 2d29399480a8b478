"""The conductor of linkage: order, encode, block, compare, weigh, relatives, cluster."""

from __future__ import annotations

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
    made = [block.pairs_of_rule(keys, place) for place in range(len(model.rules))]
    report: dict[str, Any] = {
        "records": frame.height,
        "rules": rules.with_columns(pl.Series("new_pairs", [len(m) for m in made])),
    }
    pairs = np.concatenate(made)
    work = _Work(model, Columns.of(encoded), trained, decisions, rids)
    joined = work.must[~block.found_before(keys, work.must, len(model.rules))]
    pairs = pl.Series(np.concatenate([pairs, joined])).sort().to_numpy()
    del made
    patterns = compare(work.columns, pairs, model)
    if model.group is not None:
        membership = groups.Membership.read(encoded, model.group)
        odds = work.weigh(pairs, patterns, learning=True).odds
        more = groups.suggested(membership, pairs, odds, model.group.sure)
        more = more[~block.found_before(keys, more, keys.shape[1])]
        more = pl.Series(more[~np.isin(more, joined)]).unique().sort().to_numpy()
        found = compare(work.columns, more, model)
        # Both runs are sorted, so a stable sort merges them in linear time.
        order = np.argsort(np.concatenate([pairs, more]), kind="stable")
        odds = np.concatenate([odds, work.weigh(more, found).odds])[order]
        pairs = np.concatenate([pairs, more])[order]
        patterns = np.concatenate([patterns, found])[order]
        patterns += derived(model, membership, pairs, patterns, odds)
        report["suggested_pairs"] = len(more)
    odds = work.constrained(pairs, work.weigh(pairs, patterns, learning=True))

    def weigh_more(extra: Array) -> Array:
        weighed = work.weigh(extra, compare(work.columns, extra, model))
        return work.constrained(extra, weighed)

    clusters = cluster.cluster(encoded.height, pairs, odds, model.clustering, weigh_more)
    report["clustering"] = clusters.report
    pairs = np.concatenate([pairs, clusters.extra_pairs])
    odds = np.concatenate([odds, clusters.extra_odds])
    report["pairs"] = len(pairs)
    return Linked(
        records=_records(frame, rids, clusters.label, pairs, odds),
        review=_review(rids, clusters.label, pairs, odds, model),
        trained=work.parameters,
        report=report,
        edges=_edges(rids, pairs, odds) if keep_edges else None,
    )


def ordered(encoded: pl.DataFrame, rids: pl.Series, model: LinkModel) -> tuple[pl.DataFrame, Array]:
    """Records in the order of their content, so that nothing after depends on the order they came in.

    Records that agree in all ``order`` columns are alike in everything that is compared. The order keeps
    likely pairs near each other in memory too.
    """
    order = encoded.select(
        pl.arg_sort_by([pl.col(name) for name in model.order], maintain_order=True)
    ).to_series()
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
    assert model.group is not None  # noqa: S101 (the caller has a membership because it has a group)
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


def _records(frame: pl.DataFrame, rids: Array, label: Array, pairs: Array, odds: Array) -> pl.DataFrame:
    mean, best = cluster.mean_odds(len(label), pairs, odds, label)
    certainty = np.where(np.isnan(mean), -best, mean)
    probability = 1.0 / (1.0 + np.exp(-certainty))
    first = np.unique(label)
    found = pl.DataFrame(
        {
            "rid": rids,
            "cluster": np.searchsorted(first, label).astype(np.uint32),
            "probability": probability,
        }
    )
    return frame.select("rid").join(found, on="rid", how="left", maintain_order="left")


def _review(rids: Array, label: Array, pairs: Array, odds: Array, model: LinkModel) -> pl.DataFrame:
    low, high = model.clustering.review
    left, right = block.unpacked(pairs)
    same = label[left] == label[right]
    grey = (odds > low) & (odds < high)
    refused = ~same & (odds > model.clustering.cluster) & ~grey
    doubtful = same & (odds <= low) & (odds > cluster.VETO)
    chosen = np.flatnonzero(grey | refused | doubtful)
    reason = np.where(grey, "grey", np.where(refused, "refused", "weak"))[chosen]
    return pl.DataFrame(
        {
            "left": rids[left[chosen]],
            "right": rids[right[chosen]],
            "probability": 1.0 / (1.0 + np.exp(-np.clip(odds[chosen], -50, 50))),
            "together": same[chosen],
            "reason": reason,
        }
    ).sort("probability", "left", "right", descending=[True, False, False])


def _edges(rids: Array, pairs: Array, odds: Array) -> pl.DataFrame:
    left, right = block.unpacked(pairs)
    return pl.DataFrame({"left": rids[left], "right": rids[right], "odds": odds})
