"""The rows of one list before and while errors are put into them.

A draft is built once and then worked on in place by the ``slips_*`` modules; nothing outside the package
sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.families import TODAY
from benchmarks.province.history import AS_OF, KINDS, MARRIED, MOVED, NONE
from benchmarks.province.numbers import issue_cards, issue_days, split_day
from benchmarks.province.traps import BIT, mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.families import People
    from benchmarks.province.history import History
    from benchmarks.province.profiles import Rates
    from benchmarks.province.villages import Land

DATE_OK, DATE_MISSING, DATE_YEAR = 0, 1, 2
"""What a row's birth date says: a day, nothing, the year alone (``00-00-1960``)."""

ALIVE, DEAD = 1, 2
"""Status by the adminduk list."""


@dataclass(slots=True)
class Draft:
    """One row a listing, all arrays of one length.

    ``person`` and ``card`` are positions in ``People`` and ``Cards``; ``village``, ``street``, ``house``,
    ``rt``, ``rw`` what the row states; ``nik`` and ``kk`` numbers of 16 digits (0 is blank) unless
    ``nik_text`` (not ``""``) says otherwise; ``nik_cell`` and ``kk_cell`` tell cells that are numbers in a
    workbook; ``role`` 0 is blank; ``bits`` are the traps.
    """

    level: str
    person: NDArray[np.int64]
    card: NDArray[np.int64]
    village: NDArray[np.int64]
    street: NDArray[np.int64]
    house: NDArray[np.int64]
    rt: NDArray[np.int64]
    rw: NDArray[np.int64]
    kk: NDArray[np.int64]
    nik: NDArray[np.int64]
    nik_text: NDArray[np.object_]
    nik_cell: NDArray[np.bool_]
    kk_cell: NDArray[np.bool_]
    name: NDArray[np.object_]
    day: NDArray[np.int64]
    month: NDArray[np.int64]
    year: NDArray[np.int64]
    date_state: NDArray[np.int64]
    male: NDArray[np.bool_]
    role: NDArray[np.int64]
    status: NDArray[np.int64]
    address_form: NDArray[np.int64]
    bits: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: NDArray[np.int64]) -> Draft:
        """The rows at ``rows`` as a draft of their own."""
        parts = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "level"}
        return Draft(level=self.level, **parts)

    def mark(self, rows: NDArray[np.int64] | NDArray[np.bool_], trap: str) -> None:
        """Set a trap's bit on ``rows`` (positions or a mask)."""
        self.bits[rows] |= BIT[trap]

    def has(self, *traps: str) -> NDArray[np.bool_]:
        """Which rows carry any of ``traps``."""
        found: NDArray[np.bool_] = (self.bits & mask(*traps)) != 0
        return found


def listing(
    level: str, people: People, history: History, land: Land, rates: Rates, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Who stands in a list, on which card, in which role, and who only out of habit (still at the old place).

    Arrays of equal length: person, card, role, and whether this is a second listing at an old card.
    """
    day = AS_OF[level]
    n = len(people)
    lag = rng.normal(0.0, 0.03, int(people.family[-1]) + 1)[people.family]
    knows = history.when <= day + lag
    card = np.where(knows, history.after, history.before)
    # A new head of the card left behind is known to the two newer lists.
    left_behind = (history.event == NONE) & (day > 0.4)
    role = np.where(knows | left_behind, history.role_after, history.role_before)
    listed = ~_gaps(level, people, card, len(history.cards), len(land), rates, rng)
    listed &= people.born <= TODAY - int((1.0 - day) * 365)  # the scale of AS_OF is about a year
    # A death that the list's day knows: most lists have struck the person off, the regency says so in a
    # column.
    known_dead = history.died <= day
    struck = {"pusat": 0.3, "provinsi": 0.6, "kabupaten": 0.25}[level]
    listed &= ~(known_dead & (rng.random(n) < struck))
    me = np.flatnonzero(listed)
    habit = np.flatnonzero(
        listed
        & knows
        & np.isin(history.event, (MOVED, MARRIED))
        & (rng.random(n) < 0.12)
        & (level != "pusat")
    )
    person = np.r_[me, habit]
    return (
        person,
        np.r_[card[me], history.before[habit]],
        np.r_[role[me], history.role_before[habit]],
        np.r_[np.zeros(len(me), dtype=bool), np.ones(len(habit), dtype=bool)],
    )


def _gaps(
    level: str,
    people: People,
    card: NDArray[np.int64],
    cards: int,
    villages: int,
    rates: Rates,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Whom a list leaves out: whole cards (the centre leaves out those better off) and single members."""
    rate = rates.of("gap_family", level)
    village_part = np.exp(rng.normal(0.0, 0.25, villages))[people.village]
    # desil 1 to 10: the centre's list holds nearly all the poor and few of the rich.
    wealth = 0.35 + 1.3 * (people.desil - 1) / 6.0 if level == "pusat" else 1.0
    chance = np.clip(rate * village_part * wealth, 0.0, 0.85)
    out: NDArray[np.bool_] = rng.random(cards)[card] < chance
    return out | (rng.random(len(people)) < rates.of("gap_member", level))


@dataclass(frozen=True, slots=True)
class Register:
    """What is true of everyone: the people, their names and NIKs, and what happened to them."""

    people: People
    names: NDArray[np.object_]
    niks: NDArray[np.int64]
    history: History


def open_draft(level: str, register: Register, land: Land, rates: Rates, rng: np.random.Generator) -> Draft:
    """A list without errors, but with gaps, staleness and double listings; rows by village and card."""
    people, history = register.people, register.history
    person, card, role, habit = listing(level, people, history, land, rates, rng)
    cards = history.cards
    n = len(person)
    day, month, year = split_day(people.born[person])
    draft = Draft(
        level, person, card, cards.village[card], cards.street[card], cards.house[card], cards.rt[card],
        cards.rw[card], cards.number[card], register.niks[person], np.full(n, "", dtype=object),
        np.zeros(n, dtype=bool),
        np.zeros(n, dtype=bool), register.names[person], day, month, year, np.zeros(n, dtype=np.int64),
        people.male[person].copy(), role, np.full(n, ALIVE), np.zeros(n, dtype=np.int64),
        np.zeros(n, dtype=np.uint64),
    )  # fmt: skip
    draft.mark(habit, "listed_twice_elsewhere")
    draft.mark(history.one_house[card], "one_house")
    for number, kind in enumerate(KINDS):
        if kind != "none":
            draft.mark(history.event[person] == number, kind)
    _deaths(draft, history, rng)
    draft = _twice(draft, land, rates, rng)
    return draft.take(np.lexsort((people.slot[draft.person], draft.card, draft.village)))


def _deaths(draft: Draft, history: History, rng: np.random.Generator) -> None:
    """Say in the regency's list that somebody died; the others hold the dead as if alive."""
    died = history.died[draft.person] <= 1.0
    known = (history.died[draft.person] <= AS_OF[draft.level]) & (draft.level == "kabupaten")
    says = known & (rng.random(len(draft)) < 0.85)
    draft.status[says] = DEAD
    draft.mark(died & ~says, "dead_listed")


def _twice(draft: Draft, land: Land, rates: Rates, rng: np.random.Generator) -> Draft:
    """Add second listings: in the same place, or in another village with another address and mostly KK."""
    n = len(draft)
    dice = rng.random(n)
    same = rates.of("listed_twice", draft.level)
    here = np.flatnonzero(dice < same)
    there = np.flatnonzero((dice >= same) & (dice < same + rates.of("listed_twice_elsewhere", draft.level)))
    draft.mark(here, "listed_twice")
    draft.mark(there, "listed_twice_elsewhere")
    extra = draft.take(there)
    k = len(there)
    extra.village[:] = (extra.village + rng.integers(1, max(2, len(land)), k)) % len(land)
    extra.house[:] = rng.integers(1, 160, k)
    extra.street[:] = np.roll(extra.street, 1)
    extra.rw[:] = rng.integers(1, 5, k)
    extra.rt[:] = (extra.rw - 1) * 3 + rng.integers(1, 6, k)
    other = rng.random(k) < 0.7
    fresh = issue_cards(land.area[extra.village], issue_days(k, rng), rng)
    extra.kk[:] = np.where(other, fresh, extra.kk)
    both = _stack(draft, draft.take(here), extra)
    elsewhere = np.flatnonzero(both.has("listed_twice_elsewhere"))
    # Whoever stands at an old card by habit is marked there; the other listing is the same trap.
    twice = np.isin(both.person, both.person[elsewhere])
    both.mark(twice, "listed_twice_elsewhere")
    return both


def _stack(*drafts: Draft) -> Draft:
    parts = {
        f.name: np.concatenate([getattr(d, f.name) for d in drafts])
        for f in fields(Draft)
        if f.name != "level"
    }
    return Draft(level=drafts[0].level, **parts)
