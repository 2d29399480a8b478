"""The conductor of linkage: order, encode, block, compare, weigh, relatives, cluster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kalteng_data.link import block, cluster, groups
from kalteng_data.link.columns import Columns
from kalteng_data.link.compare import compare, encode
from kalteng_data.link.em import learn
from kalteng_data.link.trained import Trained  # noqa: TC001 (part of a public dataclass)
from kalteng_data.link.weigh import Patterns, log_odds, rarity, score_patterns

if TYPE_CHECKING:
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
    pairs = pl.Series(np.concatenate(made)).sort().to_numpy()
    del made
    work = _Work(model, Columns.of(encoded), trained)
    patterns = compare(work.columns, pairs, model)
    if model.group is not None:
        membership = groups.Membership.read(encoded, model.group)
        odds = work.weigh(pairs, patterns)
        more = groups.suggested(membership, pairs, odds, model.group.sure)
        more = more[~block.found_before(keys, more, keys.shape[1])]
        more = pl.Series(more).unique().sort().to_numpy()
        patterns = np.concatenate([patterns, compare(work.columns, more, model)])
        pairs = np.concatenate([pairs, more])
        order = np.argsort(pairs, kind="stable")
        pairs, patterns = pairs[order], patterns[order]
        odds = work.weigh(pairs, patterns, again=False)
        patterns += _derived(model, membership, pairs, patterns, odds)
        report["suggested_pairs"] = len(more)
    odds = work.weigh(pairs, patterns)
    odds, vetoed = work.constrain(pairs, patterns, odds, decisions, rids)

    def weigh_more(extra: Array) -> Array:
        found = compare(work.columns, extra, model)
        return work.constrain(extra, found, work.weigh(extra, found, again=False), decisions, rids)[0]

    clusters = cluster.cluster(encoded.height, pairs, odds, model.clustering, weigh_more)
    report["clustering"] = clusters.report
    pairs = np.concatenate([pairs, clusters.extra_pairs])
    odds = np.concatenate([odds, clusters.extra_odds])
    vetoed = np.concatenate([vetoed, np.zeros(len(clusters.extra_pairs), dtype=bool)])
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


class _Work:
    """Columns, parameters and the last scores of one run."""

    def __init__(self, model: LinkModel, columns: Columns, trained: Trained | None) -> None:
        self.model = model
        self.columns = columns
        self.given = trained
        self.learned = trained

    @property
    def parameters(self) -> Trained:
        if self.learned is None:
            raise AssertionError("weigh comes before its parameters are asked for")
        return self.learned

    def weigh(self, pairs: Array, patterns: Array, *, again: bool = True) -> Array:
        """Log-odds of pairs; parameters are learned anew from them unless given or ``again`` is false."""
        distinct = Patterns.of(patterns, self.model.radix)
        rows = distinct.rows_of(patterns)
        if self.given is None and again:
            self.learned = learn(self.model, distinct.levels, distinct.counts)
        scores = score_patterns(self.model, self.parameters, distinct.levels)
        return log_odds(scores, rows, rarity(self.model, self.columns, pairs, distinct, rows))

    def constrain(
        self, pairs: Array, patterns: Array, odds: Array, decisions: Decisions | None, rids: Array
    ) -> tuple[Array, Array]:
        """Log-odds with vetoes and decisions, and which pairs are vetoed."""
        distinct = Patterns.of(patterns, self.model.radix)
        veto = np.zeros(len(distinct.codes), dtype=bool)
        names = [c.field for c in self.model.fields]
        for name, level in self.model.clustering.vetoes:
            place = names.index(name)
            veto |= distinct.levels[:, place] == self.model.fields[place].levels.index(level)
        vetoed = veto[distinct.rows_of(patterns)]
        odds = np.where(vetoed, cluster.VETO, odds.astype(np.float64))
        if decisions is not None:
            for frame, weight in ((decisions.must, cluster.MUST), (decisions.cannot, cluster.CANNOT)):
                if frame is not None and frame.height:
                    odds[np.isin(pairs, decided(frame, rids))] = weight
        return odds, vetoed


def _derived(
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


def decided(frame: pl.DataFrame, rids: Array) -> Array:
    """Pair numbers of a frame of decided rids; rids that are not among the records are passed over."""
    known = pl.DataFrame({"rid": rids, "at": np.arange(len(rids), dtype=np.uint32)})
    both = (
        frame.select(pl.col("left", "right").cast(known["rid"].dtype))
        .join(known.rename({"rid": "left", "at": "i"}), on="left")
        .join(known.rename({"rid": "right", "at": "j"}), on="right")
        .filter(pl.col("i") != pl.col("j"))
    )
    return block.packed(both["i"].to_numpy(), both["j"].to_numpy())


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
