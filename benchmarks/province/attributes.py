"""What else lists say about a person: religion, schooling, work, marriage, place of birth, parents, aid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.families import CHILD, GRANDCHILD, HEAD, IN_LAW, SLOTS, SPOUSE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.families import People

TOWNS = {
    6201: "PANGKALAN BUN", 6202: "SAMPIT", 6203: "KUALA KAPUAS", 6204: "BUNTOK", 6205: "MUARA TEWEH",
    6206: "KASONGAN", 6207: "KUALA PEMBUANG", 6208: "SUKAMARA", 6209: "NANGA BULIK", 6210: "KUALA KURUN",
    6211: "PULANG PISAU", 6212: "PURUK CAHU", 6213: "TAMIANG LAYANG", 6271: "PALANGKA RAYA",
    3308: "MAGELANG", 3312: "WONOGIRI", 3501: "PACITAN", 3504: "TULUNGAGUNG", 3510: "BANYUWANGI",
    3522: "BOJONEGORO", 6301: "PELAIHARI", 6302: "KOTABARU", 6303: "MARTAPURA", 6307: "BARABAI",
    6308: "AMUNTAI", 6371: "BANJARMASIN", 6401: "PASER", 5306: "FLORES TIMUR", 5201: "LOMBOK BARAT",
    1208: "ASAHAN", 7315: "PINRANG", 3273: "BANDUNG", 3205: "GARUT", 6103: "SANGGAU",
}  # fmt: skip
"""Place of birth by the first four digits of the area of registration (the regency's town)."""

FAITH = np.array(
    [[0.93, 0.05, 0.01, 0.01, 0.0], [0.99, 0.005, 0.005, 0.0, 0.0], [0.16, 0.52, 0.08, 0.14, 0.10]]
)
"""Chance of Islam, Protestant, Catholic, Hindu, belief by group (codes 1-4 and 7; Kaharingan is either)."""

WORK = np.array([9, 15, 88, 19, 20, 84, 5, 65, 81, 11, 13, 85, 27, 18], dtype=np.int64)
WORK_SHARE = np.array([0.34, 0.14, 0.14, 0.09, 0.09, 0.04, 0.03, 0.02, 0.03, 0.03, 0.02, 0.01, 0.01, 0.01])
"""Occupations of the adminduk list of 89 and how common they are among men who work."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """Codes of the adminduk lists by person (0 is blank), names of the parents, aid of the family."""

    religion: NDArray[np.int64]
    schooling: NDArray[np.int64]
    work: NDArray[np.int64]
    marriage: NDArray[np.int64]
    blood: NDArray[np.int64]
    birthplace: NDArray[np.object_]
    father: NDArray[np.object_]
    mother: NDArray[np.object_]
    aid: NDArray[np.bool_]


def describe(
    people: People, names: NDArray[np.object_], area: NDArray[np.int64], rng: np.random.Generator
) -> Attributes:
    """Draw everything; ``aid`` has the columns PKH, Sembako, BLT Dana Desa, PBI."""
    n, age = len(people), people.age()
    faith_of = (rng.random(int(people.family[-1]) + 1))[people.family]
    faith = (faith_of[:, None] > np.cumsum(FAITH, axis=1)[people.group]).sum(axis=1)
    religion = np.array([1, 2, 3, 4, 7, 7], dtype=np.int64)[faith]
    ladder = np.clip(np.round(rng.normal(np.where(age > 55, 3.0, 4.3), 1.2)), 1, 9).astype(np.int64)
    schooling = np.where(age < 7, 1, np.where(age < 13, 2, np.where(age < 16, np.minimum(ladder, 3), ladder)))
    work = WORK[rng.choice(len(WORK), size=n, p=WORK_SHARE)]
    home = ~people.male & (rng.random(n) < 0.6)
    work = np.where(age < 7, 1, np.where(age < 19, 3, np.where(home, 2, np.where(age > 70, 1, work))))
    wed = np.isin(people.slot, (SPOUSE, IN_LAW)) | _has_spouse(people)
    lost = (people.slot >= 12) & (people.slot < 14)
    marriage = np.where(wed, 2, np.where(lost, 4, np.where((people.slot == HEAD) & (age > 35), 4, 1)))
    blood = rng.choice([0, 13, 4, 1, 2, 3], size=n, p=[0.35, 0.35, 0.12, 0.08, 0.08, 0.02])
    codes, where = np.unique(area // 100, return_inverse=True)
    birthplace = np.array([TOWNS.get(int(c), "PALANGKA RAYA") for c in codes], dtype=object)[where]
    father, mother = _parents(people, names, rng)
    return Attributes(
        religion,
        schooling,
        work,
        marriage.astype(np.int64),
        blood.astype(np.int64),
        birthplace,
        father,
        mother,
        _aid(people, rng),
    )


def _has_spouse(people: People) -> NDArray[np.bool_]:
    families = int(people.family[-1]) + 1
    with_spouse = np.zeros(families, dtype=bool)
    with_spouse[people.family[people.slot == SPOUSE]] = True
    with_in_law = np.zeros(families, dtype=bool)
    with_in_law[people.family[people.slot == IN_LAW]] = True
    found: NDArray[np.bool_] = ((people.slot == HEAD) & with_spouse[people.family]) | (
        (people.slot == CHILD) & with_in_law[people.family]
    )
    return found


def _parents(
    people: People, names: NDArray[np.object_], rng: np.random.Generator
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Parents in the same house by their names; for the others somebody's name, the same in every list."""
    men, women = np.flatnonzero(people.male), np.flatnonzero(~people.male)
    n = len(people)
    father = names[men[rng.integers(0, len(men), n)]]
    mother = names[women[rng.integers(0, len(women), n)]]
    place = np.full((int(people.family[-1]) + 1, SLOTS), -1, dtype=np.int64)
    place[people.family, people.slot] = np.arange(n)
    child = (people.slot >= CHILD) & (people.slot < IN_LAW)
    grandchild = (people.slot >= GRANDCHILD) & (people.slot < GRANDCHILD + 2)
    for first, second, whose in ((HEAD, SPOUSE, child), (CHILD, IN_LAW, grandchild)):
        for slot in (first, second):
            parent = place[people.family, slot]
            has = whose & (parent >= 0)
            man = has & people.male[parent]
            father[man] = names[parent[man]]
            woman = has & ~people.male[parent]
            mother[woman] = names[parent[woman]]
    return father, mother


def _aid(people: People, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Programmes by family, the poorer the likelier: PKH, Sembako, BLT Dana Desa, PBI."""
    families = int(people.family[-1]) + 1
    desil = np.zeros(families, dtype=np.int64)
    desil[people.family] = people.desil
    chance = np.clip((5 - desil) / 4.0, 0.0, 1.0)[:, None] * np.array([0.35, 0.5, 0.15, 0.8])
    given: NDArray[np.bool_] = rng.random((families, 4)) < chance
    # BLT Dana Desa is for families without PKH and Sembako.
    given[:, 2] &= ~given[:, 0] & ~given[:, 1]
    return given[people.family]
