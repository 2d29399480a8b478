"""Print scores as tables, the targets beside the figures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.accuracy.pairs import Pairs
from benchmarks.accuracy.score import Merged
from benchmarks.accuracy.stages import STAGES, combined
from benchmarks.province.profiles import PROFILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.accuracy.run import Run
    from benchmarks.accuracy.score import Score


@dataclass(frozen=True, slots=True)
class Figure:
    """One judged figure: its values by seed, what is asked, whether the worst seed reaches it."""

    profile: str
    name: str
    values: tuple[float, ...]
    target: float | None
    at_most: bool = False

    @property
    def worst(self) -> float:
        """The value of the worst seed."""
        return max(self.values) if self.at_most else min(self.values)

    @property
    def met(self) -> bool:
        """Whether the worst seed reaches the target; a figure without one is only shown."""
        if self.target is None:
            return True
        return self.worst <= self.target if self.at_most else self.worst >= self.target


@lru_cache(maxsize=1)
def targets() -> dict[str, dict[str, float]]:
    """The targets by profile and figure, from ``targets.toml``."""
    text = Path(__file__).with_name("targets.toml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = tomllib.loads(text)
    return loaded


def figures(runs: Sequence[Run]) -> list[Figure]:
    """The judged figures of all profiles that ran."""
    found = []
    for profile in PROFILES:
        scores = [run.score for run in runs if run.profile == profile]
        if not scores:
            continue
        asked = targets()[profile]
        rows = (
            ("pair precision", "precision", [s.people.precision for s in scores], False),
            ("pair recall", "recall", [s.people.recall for s in scores], False),
            ("families pair F1", "families_f1", [s.families.f1 for s in scores], False),
            ("families pair precision", "families_precision", [s.families.precision for s in scores], False),
            ("families pair recall", "families_recall", [s.families.recall for s in scores], False),
            ("villages right", "village_right", [s.village_right / s.rows for s in scores], False),
            ("villages wrong", "village_wrong_at_most", [s.village_wrong / s.rows for s in scores], True),
            ("rows quarantined", "quarantined_at_most", [s.quarantined / s.rows for s in scores], True),
        )
        found += [Figure(profile, name, tuple(v), asked.get(key), most) for name, key, v, most in rows]
        astray = tuple(float(s.lost + s.twice + s.strange) for s in scores)
        found.append(Figure(profile, "rows lost, twice or strange", astray, 0.0, at_most=True))
    return found


def render(runs: Sequence[Run]) -> str:
    """All tables as text."""
    parts = [_headline(figures(runs))]
    for profile in PROFILES:
        mine = [run for run in runs if run.profile == profile]
        if mine:
            parts += [_confusions(profile, mine), _traps(profile, mine), _subgroups(profile, mine)]
    return "\n\n".join(parts)


def _headline(every: Iterable[Figure]) -> str:
    lines = [("profile", "figure", "mean", "worst seed", "target", "")]
    for one in every:
        asked = "shown" if one.target is None else f"{'<=' if one.at_most else '>='} {one.target:g}"
        mean = sum(one.values) / len(one.values)
        verdict = "" if one.target is None else "ok" if one.met else "BELOW"
        lines.append((one.profile, one.name, f"{mean:.5f}", f"{one.worst:.5f}", asked, verdict))
    return _aligned(lines)


def _confusions(profile: str, runs: Sequence[Run]) -> str:
    scores = [run.score for run in runs]
    twins, names = Merged(0, 0), Merged(0, 0)
    for one in scores:
        twins, names = twins + one.twins, names + one.namesakes
    shared, identities = sum(s.shared for s in scores), sum(s.identities for s in scores)
    text = (
        f"{profile}: twins merged {twins.merged} of {twins.groups}, "
        f"namesakes of one family merged {names.merged} of {names.groups}, "
        f"identities shared by two people {shared} of {identities}"
    )
    kept = [run.losses for run in runs if run.losses is not None]
    if kept:
        total = combined(kept).total
        text += "\npairs lost: " + ", ".join(f"{stage} {total[stage]}" for stage in STAGES)
    return text


def _traps(profile: str, runs: Sequence[Run]) -> str:
    """Each trap: rows that carry it, pairs with such a row, lost ones (by stage where known), false ones."""
    kept = [run.losses for run in runs if run.losses is not None]
    by_stage = combined(kept).traps if kept else {}
    head = (f"{profile}: trap", "rows", "pairs", "lost", "lost %", "false", *(STAGES if kept else ()))
    lines = [head]
    for name in runs[0].score.traps:
        pairs = _total(run.score.traps[name] for run in runs)
        rows = sum(run.score.trap_rows[name] for run in runs)
        stages = [str(by_stage.get(name, {}).get(s, 0)) for s in STAGES] if kept else []
        lines.append((name, str(rows), *_pair_cells(pairs), *stages))
    return _aligned(lines)


def _subgroups(profile: str, runs: Sequence[Run]) -> str:
    names = sorted({name for run in runs for name in run.score.subgroups})
    lines = [(f"{profile}: subgroup", "pairs", "lost", "lost %", "false")]
    zero = Pairs(0, 0, 0)
    lines += [(name, *_pair_cells(_total(_group(run.score, name, zero) for run in runs))) for name in names]
    return _aligned(lines)


def _group(one: Score, name: str, zero: Pairs) -> Pairs:
    return one.subgroups.get(name, zero)


def _total(several: Iterable[Pairs]) -> Pairs:
    return sum(several, start=Pairs(0, 0, 0))


def _pair_cells(pairs: Pairs) -> tuple[str, str, str, str]:
    share = 100 * pairs.lost / pairs.true if pairs.true else 0.0
    return str(pairs.true), str(pairs.lost), f"{share:.2f}", str(pairs.wrong)


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell: words to the left, figures to the right."""
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    words = {k for k in range(len(widths)) if k == 0 or not any(c.isdigit() for c in lines[-1][k])}
    return "\n".join(
        "  ".join(
            c.ljust(w) if k in words else c.rjust(w)
            for k, (c, w) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
