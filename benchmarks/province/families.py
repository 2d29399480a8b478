"""Families with structure: who stands on a card at the beginning, born when, in which role.

A family is one row of a presence matrix over ``SLOTS``; people are its filled places, family by family.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.villages import Land

TODAY = int(np.datetime64("2025-10-01").astype("datetime64[D]").astype(np.int64))
"""The day of the newest list, in days since 1970-01-01."""

YEAR = 365.2425

HEAD, SPOUSE, CHILD, CHILDREN, IN_LAW, GRANDCHILD, PARENT, OTHER = 0, 1, 2, 7, 9, 10, 12, 14
SLOTS = 15
"""0 head, 1 spouse, 2-8 children, 9 first child's spouse, 10-11 grandchildren, 12-13 parents, 14 other."""

ROLE = np.array([1, 3, 4, 4, 4, 4, 4, 4, 4, 5, 6, 6, 7, 8, 9], dtype=np.int64)
"""Family role of each slot by the adminduk list (1 head, 3 wife, 4 child, 5 in-law, 6 grandchild ...)."""

TWIN_BIRTHS = 0.012
"""Share of births that are twins."""


@dataclass(frozen=True, slots=True)
class People:
    """All people, family by family and slot by slot; every array is as long as there are people.

    ``family`` counts from 0, ``village`` is a position in ``Land``; ``born`` is in days since 1970-01-01;
    ``twin_of`` is the person's twin (the later points at the earlier and back), -1 without one; ``desil`` and
    ``group`` (a position in ``GROUPS``) belong to the family.
    """

    family: NDArray[np.int64]
    slot: NDArray[np.int64]
    role: NDArray[np.int64]
    village: NDArray[np.int64]
    born: NDArray[np.int64]
    male: NDArray[np.bool_]
    twin_of: NDArray[np.int64]
    desil: NDArray[np.int64]
    group: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.family)

    def age(self) -> NDArray[np.int64]:
        """Whole years on ``TODAY``."""
        return ((TODAY - self.born) / YEAR).astype(np.int64)


def make(people: int, land: Land, rng: np.random.Generator) -> People:
    """Exactly ``people`` people in families of ``land``'s villages (the last family is cut to fit)."""
    count = int(people / 3.0) + 50
    present, born, male, twin = _matrices(count, rng)
    row, slot = np.nonzero(present)
    row, slot = row[:people], slot[:people]
    if len(row) < people:
        message = f"{count} families hold {len(row)} people, {people} are wanted"
        raise RuntimeError(message)
    families = int(row[-1]) + 1
    village = np.sort(rng.choice(len(land), size=families, p=land.share))
    group = _groups(village, land, rng)
    # The poor tenths are fuller: the province sends the centre its poor families first.
    desil = np.minimum(10, 1 + (rng.beta(1.1, 1.5, families) * 10).astype(np.int64))
    place = np.full((families, SLOTS), -1, dtype=np.int64)
    place[row, slot] = np.arange(people)
    twin_of = np.full(people, -1, dtype=np.int64)
    f, s = np.nonzero(twin[:families])
    first, second = place[f, s - 1], place[f, s]
    both = (first >= 0) & (second >= 0)
    twin_of[first[both]], twin_of[second[both]] = second[both], first[both]
    sex = male[row, slot]
    role = ROLE[slot].copy()
    role[(slot == SPOUSE) & sex] = 2
    return People(row, slot, role, village[row], born[row, slot], sex, twin_of, desil[row], group[row])


def registered(people: People, born: NDArray[np.int64]) -> People:
    """The same people with the birth days that the register has (numbers.register_default_dates)."""
    return replace(people, born=born)


def _matrices(
    n: int, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Presence, birth day, sex and "twin of the slot before" of ``n`` families by ``SLOTS``."""
    present = np.zeros((n, SLOTS), dtype=bool)
    born = np.zeros((n, SLOTS), dtype=np.int64)
    male = rng.random((n, SLOTS)) < 0.508
    twin = np.zeros((n, SLOTS), dtype=bool)
    kind = rng.random(n)
    couple, woman_alone = kind < 0.74, (kind >= 0.84) & (kind < 0.95)
    single = (kind >= 0.74) & (kind < 0.84)
    age = np.clip(19 + rng.gamma(4.2, 6.4, n), 19, 92)
    age[single] = np.clip(age[single] + rng.choice([-8, 0, 15], int(single.sum())), 18, 92)
    born[:, HEAD] = TODAY - (age * YEAR).astype(np.int64)
    present[:, HEAD] = True
    male[:, HEAD] = np.where(couple, rng.random(n) < 0.985, np.where(woman_alone, False, rng.random(n) < 0.6))
    born[:, SPOUSE] = born[:, HEAD] + (rng.normal(3.5, 4.5, n) * YEAR).astype(np.int64)
    born[:, SPOUSE] = np.minimum(born[:, SPOUSE], TODAY - int(17 * YEAR))
    present[:, SPOUSE] = couple
    male[:, SPOUSE] = ~male[:, HEAD]
    mother = np.where(male[:, HEAD], born[:, SPOUSE], born[:, HEAD])
    _children(present, born, twin, mother, ~single, rng)
    _elders_and_kin(present, born, male, rng)
    return present, born, male, twin


def _children(
    present: NDArray[np.bool_],
    born: NDArray[np.int64],
    twin: NDArray[np.bool_],
    mother: NDArray[np.int64],
    parents: NDArray[np.bool_],
    rng: np.random.Generator,
) -> None:
    """Fill the children's slots: first at about 22, then every three years or so; grown ones mostly left."""
    n = len(mother)
    wanted = np.minimum(CHILDREN, rng.poisson(2.6, n))
    day = mother + (np.clip(rng.normal(22.5, 3.8, n), 16, 39) * YEAR).astype(np.int64)
    for k in range(CHILDREN):
        if k:
            gap = np.clip(np.exp(rng.normal(1.12, 0.45, n)), 0.95, 12)
            again = (rng.random(n) < TWIN_BIRTHS) & ~twin[:, CHILD + k - 1] & present[:, CHILD + k - 1]
            twin[:, CHILD + k] = again
            day = np.where(again, day, day + (gap * YEAR).astype(np.int64))
        years = (TODAY - day) / YEAR
        # From 20 on a child has a card elsewhere more and more likely; 7 of 10 have left at 30.
        stays = rng.random(n) > np.clip((years - 19) * 0.065, 0.0, 0.9)
        fits = parents & (day <= TODAY - 30) & ((day - mother) / YEAR < 44) & stays
        twin_born = twin[:, CHILD + k]
        born[:, CHILD + k] = day
        # A twin comes with its twin, beyond the number that was wanted.
        present[:, CHILD + k] = np.where(twin_born, present[:, CHILD + k - 1], fits & (wanted > k))


def _elders_and_kin(
    present: NDArray[np.bool_], born: NDArray[np.int64], male: NDArray[np.bool_], rng: np.random.Generator
) -> None:
    """Children-in-law with grandchildren, parents of head and spouse, another relative."""
    n = len(present)
    first = (TODAY - born[:, CHILD]) / YEAR
    present[:, IN_LAW] = present[:, CHILD] & (first > 20) & (rng.random(n) < 0.25)
    male[:, IN_LAW] = ~male[:, CHILD]
    born[:, IN_LAW] = np.minimum(
        born[:, CHILD] + (rng.normal(0, 3, n) * YEAR).astype(np.int64), TODAY - int(18 * YEAR)
    )
    parent_at = np.clip(rng.normal(22, 3, n), 17, 40)
    for k in range(2):
        slot = GRANDCHILD + k
        born[:, slot] = born[:, CHILD] + ((parent_at + 3.1 * k) * YEAR).astype(np.int64)
        present[:, slot] = present[:, IN_LAW] & (born[:, slot] < TODAY - 30) & (rng.random(n) < 0.8)
    for k, share in ((0, 0.05), (1, 0.03)):
        child = born[:, HEAD + k]
        born[:, PARENT + k] = child - (np.clip(rng.normal(25, 5, n), 17, 40) * YEAR).astype(np.int64)
        alive = (TODAY - born[:, PARENT + k]) / YEAR < 95
        present[:, PARENT + k] = present[:, HEAD + k] & alive & (rng.random(n) < share)
        male[:, PARENT + k] = rng.random(n) < 0.3
    born[:, OTHER] = np.clip(
        born[:, HEAD] + (rng.normal(12, 12, n) * YEAR).astype(np.int64), TODAY - int(90 * YEAR), TODAY - 60
    )
    present[:, OTHER] = rng.random(n) < 0.035


def _groups(village: NDArray[np.int64], land: Land, rng: np.random.Generator) -> NDArray[np.int64]:
    """Group of custom of each family: every village has a mixture of its own, one group mostly in front."""
    mixture = rng.dirichlet((0.9, 0.9, 0.9), len(land)) * 0.85 + 0.05
    edges = np.cumsum(mixture / mixture.sum(axis=1, keepdims=True), axis=1)[village]
    group: NDArray[np.int64] = (rng.random(len(village))[:, None] > edges).sum(axis=1).astype(np.int64)
    return np.minimum(2, group)
