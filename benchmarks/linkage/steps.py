"""What each step of linkage brings: ``python -m benchmarks.linkage.steps [--people N] [--seeds 101 102]``.

Each line adds one step to the line above; the last lines take one away from the whole, or put one of
recordlinkage's classifiers in its place. Precision and recall of pairs, and pairs of twins in one person.
Seeds of the accuracy figures (1 to 5) are not used here: settings may be chosen by what this shows.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accuracy.pairs import Pairs, count
from benchmarks.linkage.frames import TRUTH, TWINS, linked_rows
from kalteng_data.link.engine import link
from kalteng_data.resolve.people import people_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.link.model import LinkModel

JOIN_ALL = -1e13
"""Mean log-odds that every component passes: chaining instead of repair."""


def variants(whole: LinkModel) -> dict[str, LinkModel]:
    """Models by what they do, from two classes to the whole."""
    chained = replace(whole.clustering, component=0.0, cluster=JOIN_ALL, vetoes=())
    alone = without(whole, "kerabat", "ulang")
    two = tuple(c for c in alone.classes if c.name in {"sama", "kerabat"})
    first = replace(
        alone,
        classes=two,
        caps=(),
        joints=(),
        clustering=chained,
        learning=replace(alone.learning, rarity=False),
    )
    kinds = replace(first, classes=alone.classes, caps=alone.caps)
    joint = replace(kinds, joints=alone.joints)
    rare = replace(joint, learning=alone.learning)
    repaired = replace(rare, clustering=replace(whole.clustering, vetoes=()))
    return {
        "two classes, independent fields, chained": first,
        "+ five classes and caps": kinds,
        "+ fields that travel together": joint,
        "+ rarity of names": rare,
        "+ components repaired by average link": repaired,
        "+ veto of trusted NIKs that differ": replace(repaired, clustering=whole.clustering),
        "+ relatives in common and their pairs": without(whole, "ulang"),
        "+ names that recur (the whole)": whole,
        "whole, chained": replace(whole, clustering=chained),
        "whole, independent fields": replace(whole, joints=()),
        "whole, no rarity": replace(whole, learning=replace(whole.learning, rarity=False)),
        "whole, recordlinkage's ECM as weights": replace(whole, classifier="ecm"),
    }


def without(model: LinkModel, *names: str) -> LinkModel:
    """The model with some fields left out everywhere."""
    fields = tuple(f for f in model.fields if f.field not in names)
    joints = tuple(tuple(f for f in joint if f not in names) for joint in model.joints)
    classes = tuple(
        replace(c, start={f: m for f, m in c.start.items() if f not in names}) for c in model.classes
    )
    group = None if "kerabat" in names else model.group
    return replace(
        model, fields=fields, joints=tuple(j for j in joints if len(j) > 1), classes=classes, group=group
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one table a profile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--profiles", nargs="+", default=["mild", "real", "rough"])
    options = parser.parse_args(arguments)
    models = variants(people_model())
    for profile in options.profiles:
        frames = [linked_rows(options.people, seed, profile) for seed in options.seeds]
        print(f"\n{profile}, {options.people} people, seeds {options.seeds}")
        print(f"{'':42}{'precision':>11}{'recall':>9}{'wrong':>8}{'lost':>8}{'twins':>7}")
        for name, model in models.items():
            found = Pairs(0, 0, 0)
            twins = 0
            for frame in frames:
                records = link(frame.drop(TRUTH, TWINS), model).records
                rows = frame.join(records, on="rid", how="left")
                found += count(rows, TRUTH, "cluster")
                twins += merged_twins(rows)
            print(
                f"{name:42}{found.precision:11.5f}{found.recall:9.5f}{found.wrong:8}{found.lost:8}{twins:7}",
                flush=True,
            )
    return 0


def merged_twins(rows: pl.DataFrame) -> int:
    """Pairs of twins of whom some rows are in one cluster."""
    who = rows.filter(pl.col(TWINS).is_not_null()).select(TRUTH, TWINS, "cluster").unique()
    both = who.join(who, on=[TWINS, "cluster"]).filter(pl.col(TRUTH) < pl.col(f"{TRUTH}_right"))
    return both.select(TRUTH, f"{TRUTH}_right").unique().height


if __name__ == "__main__":
    sys.exit(main())
