"""Pools of words for names: a seed uses a part of each pool, in a popularity of its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROUPS = ("jawa", "banjar", "dayak")
"""Groups of custom by which names differ; ``umum`` holds the modern names all of them give."""

KEPT = 0.8
"""Share of a pool that a seed uses; the rest is held out, so that no pool can be learnt by heart."""

SKEW = 0.85
"""Exponent of the popularity of the k-th name, k ** -SKEW (Zipf), with noise of the seed."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Words with the chance of each; ``draw`` takes with replacement."""

    words: NDArray[np.object_]
    weight: NDArray[np.float64]

    def draw(self, n: int, rng: np.random.Generator) -> NDArray[np.object_]:
        """``n`` words."""
        taken: NDArray[np.object_] = self.words[rng.choice(len(self.words), size=n, p=self.weight)]
        return taken


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = tomllib.loads(text)
    return loaded


def _pool(words: list[str], tail: list[str], rng: np.random.Generator) -> Pool:
    """A pool of the seed: part of ``words`` in about their order, then part of ``tail`` as the rare names."""
    known = list(dict.fromkeys(words))
    rare = [w for w in dict.fromkeys(tail) if w not in set(known)]
    head = [known[i] for i in np.flatnonzero(rng.random(len(known)) < KEPT)]
    extra = [rare[i] for i in np.flatnonzero(rng.random(len(rare)) < KEPT)]
    rng.shuffle(extra)
    every = np.array([w.upper() for w in (*head, *extra)], dtype=object)
    rank = np.arange(1, len(every) + 1, dtype=np.float64)
    weight = (rank + 4.0) ** -SKEW * np.exp(rng.normal(0.0, 0.5, len(every)))
    return Pool(every, weight / weight.sum())


def _joined(start: str, end: str) -> list[str]:
    return [a + b for a in start.split() for b in end.split()]


def pools(rng: np.random.Generator) -> dict[tuple[str, str], Pool]:
    """All pools of a seed, by kind and group: ``("L", "jawa")`` first names of men, ``("L2", ...)`` second.

    Other keys: ``("prefix", "L")``, ``("family", "dayak")``, ``("family", "lain")``.
    """
    table = _table()
    made = table["compose"]
    tails = {
        "L": _joined(made["male_start"], made["male_end"]),
        "P": _joined(made["female_start"], made["female_end"]),
    }
    found: dict[tuple[str, str], Pool] = {}
    for sex, key in (("L", "male"), ("P", "female")):
        for group in (*GROUPS, "umum"):
            found[sex, group] = _pool(table[key][group].split(), tails[sex], rng)
            found[sex + "2", group] = _pool(table["second_" + key][group].split(), [], rng)
        prefix = np.array([w.upper() for w in table["prefix"][key].split()], dtype=object)
        found["prefix", sex] = Pool(prefix, np.full(len(prefix), 1.0 / len(prefix)))
    families = _joined(made["family_start"], made["family_end"])
    found["family", "dayak"] = _pool(table["family"]["dayak"].split(), families, rng)
    found["family", "lain"] = _pool(table["family"]["lain"].split(), families, rng)
    return found
