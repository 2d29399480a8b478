"""Names of people: one to four words, in which families, siblings, twins and fathers echo each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.province.families import CHILD, CHILDREN, HEAD, IN_LAW, SLOTS, SPOUSE
from benchmarks.province.pools import GROUPS, pools

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.families import People
    from benchmarks.province.pools import Pool

WORDS = np.array([[0.50, 0.33, 0.14, 0.03], [0.48, 0.34, 0.15, 0.03], [0.32, 0.45, 0.19, 0.04]])
"""Chance of one to four words by group (jawa, banjar, dayak); about 40% have one word (OpenSID's sample)."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of all people by word.

    ``word`` holds four columns of words (``""`` where a name has fewer); ``family_word`` tells whether the
    last word is a family name, ``shared_first`` whether siblings share the first word by intention.
    """

    word: NDArray[np.object_]
    family_word: NDArray[np.bool_]
    shared_first: NDArray[np.bool_]

    def full(self) -> NDArray[np.object_]:
        """The names in upper case, one space between words."""
        return join(self.word)


def join(word: NDArray[np.object_]) -> NDArray[np.object_]:
    """Columns of words to names; an empty word leaves no space."""
    columns = [pl.Series(str(k), word[:, k], dtype=pl.String).replace("", None) for k in range(word.shape[1])]
    frame = pl.DataFrame(columns)
    joined = frame.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()
    return joined.to_numpy().astype(object)


def name_people(people: People, rng: np.random.Generator) -> Names:
    """A name for everyone."""
    n = len(people)
    pool = pools(rng)
    word = np.full((n, 4), "", dtype=object)
    count = _counts(people, rng)
    modern = rng.random(n) < np.where(people.age() < 40, 0.4, 0.08)
    for sex, male in (("L", True), ("P", False)):
        for g, group in enumerate(GROUPS):
            mine = (people.male == male) & (people.group == g)
            for flag, key in ((False, group), (True, "umum")):
                at = np.flatnonzero(mine & (modern == flag))
                word[at, 0] = pool[sex, key].draw(len(at), rng)
                word[at, 1] = pool[sex + "2", key].draw(len(at), rng)
                word[at, 2] = pool[sex + "2", group].draw(len(at), rng)
                word[at, 3] = pool[sex, group].draw(len(at), rng)
        at = np.flatnonzero((people.male == male) & (count > 1) & (people.group < 2) & (rng.random(n) < 0.3))
        word[at, 1] = word[at, 0]
        word[at, 0] = pool["prefix", sex].draw(len(at), rng)
    shared = _share_first_words(people, word, count, rng)
    family_word = _family_names(people, word, count, pool, rng)
    for place in range(1, 4):
        word[count <= place, place] = ""
    _echo_fathers(people, word, family_word, rng)
    _echo_twins(people, word, family_word, rng)
    # A word twice in one name ("SARI SARI") is nobody's name.
    for place in range(1, 4):
        word[word[:, place] == word[:, place - 1], place] = ""
    return Names(word, family_word, shared)


def _counts(people: People, rng: np.random.Generator) -> NDArray[np.int64]:
    """Number of words of each name: fewer with age, more since the rule of 2022 asks for two."""
    edges = np.cumsum(WORDS, axis=1)[people.group]
    age = people.age()
    lean = np.where(age > 55, -0.15, np.where(age < 15, 0.18, 0.0))
    dice = np.clip(rng.random(len(people)) + lean, 0.0, 0.999)
    count = 1 + (dice[:, None] > edges).sum(axis=1)
    recent: NDArray[np.int64] = np.where(
        (age < 3) & (rng.random(len(people)) < 0.9), np.maximum(count, 2), np.minimum(count, 4)
    )
    return recent


def _place(people: People) -> NDArray[np.int64]:
    """Person of each family and slot, -1 where nobody is."""
    place = np.full((int(people.family[-1]) + 1, SLOTS), -1, dtype=np.int64)
    place[people.family, people.slot] = np.arange(len(people))
    return place


def _is_child(people: People) -> NDArray[np.bool_]:
    child: NDArray[np.bool_] = (people.slot >= CHILD) & (people.slot < CHILD + CHILDREN)
    return child


def _share_first_words(
    people: People, word: NDArray[np.object_], count: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """In a fifth of the families the daughters (Siti ...) or the sons share their first word."""
    families = int(people.family[-1]) + 1
    chosen = rng.random((families, 2)) < 0.18
    sharing = _is_child(people) & chosen[people.family, people.male.astype(np.int64)] & (count > 1)
    key = people.family * 2 + people.male
    at = np.flatnonzero(sharing)
    _, first, where = np.unique(key[at], return_index=True, return_inverse=True)
    word[at, 0] = word[at[first], 0][where]
    return sharing


def _family_names(
    people: People,
    word: NDArray[np.object_],
    count: NDArray[np.int64],
    pool: dict[tuple[str, str], Pool],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Give Dayak families (and a few others) a last word along the father's line; tells who has it."""
    families = int(people.family[-1]) + 1
    own = np.empty((families, 3), dtype=object)  # the family's, the wife's, an in-law's
    for column in range(3):
        own[:, column] = pool["family", "dayak"].draw(families, rng)
        other = np.flatnonzero(rng.random(families) < 0.07)
        own[other, column] = pool["family", "lain"].draw(len(other), rng)
    column_of = np.where(people.slot == SPOUSE, 1, np.where(people.slot == IN_LAW, 2, 0))
    bears: NDArray[np.bool_] = (people.group == 2) & (count > 1) & (rng.random(len(people)) < 0.7)
    bears |= (people.group != 2) & (count > 1) & (rng.random(len(people)) < 0.02)
    at = np.flatnonzero(bears)
    word[at, count[at] - 1] = own[people.family[at], column_of[at]]
    return bears


def _echo_fathers(
    people: People, word: NDArray[np.object_], family_word: NDArray[np.bool_], rng: np.random.Generator
) -> None:
    """One son in sixty is named like his father, half of them wholly; a few bear his first word last."""
    father = _place(people)[people.family, HEAD]
    fits = _is_child(people) & people.male[father]
    son = np.flatnonzero(fits & people.male & (rng.random(len(people)) < 1 / 60))
    word[son] = word[father[son]]
    family_word[son] = family_word[father[son]]
    other = son[rng.random(len(son)) < 0.5]
    word[other, 1] = np.where(word[other, 1] == "", "PUTRA", word[other, 1])
    longer = np.flatnonzero(fits & (word[:, 2] == "") & (word[:, 1] != "") & (rng.random(len(people)) < 0.04))
    word[longer, 2] = word[father[longer], 0]


def _echo_twins(
    people: People, word: NDArray[np.object_], family_word: NDArray[np.bool_], rng: np.random.Generator
) -> None:
    """Twins' names are alike: the same first or second words, or one syllable apart (Rahman, Rahmin)."""
    later = np.flatnonzero((people.twin_of >= 0) & (people.twin_of < np.arange(len(people))))
    later = later[people.male[later] == people.male[people.twin_of[later]]]
    first = people.twin_of[later]
    kind = rng.random(len(later))
    rhyme = kind < 0.35
    word[later[rhyme]] = word[first[rhyme]]
    family_word[later[rhyme]] = family_word[first[rhyme]]
    word[later[rhyme], 0] = [_rhyme(str(w)) for w in word[first[rhyme], 0]]
    begins = (kind >= 0.35) & (kind < 0.65) & (word[later, 1] != "")
    word[later[begins], 0] = word[first[begins], 0]
    ends = kind >= 0.8
    word[later[ends], 1:] = word[first[ends], 1:]
    family_word[later[ends]] = family_word[first[ends]]


def _rhyme(word: str) -> str:
    """``word`` with its last vowel changed: RAHMAN to RAHMIN, SITI to SITA."""
    change = {"A": "I", "I": "A", "U": "I", "E": "A", "O": "I"}
    for place in range(len(word) - 1, 0, -1):
        if word[place] in change:
            return word[:place] + change[word[place]] + word[place + 1 :]
    return word + "A"
