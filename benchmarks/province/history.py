"""What happened to families between the oldest and the newest list: moves, splits, weddings, deaths, cards.

Every person has a card at the beginning (``before``) and one at the end (``after``). A list of the day
``AS_OF`` knows what happened before that day. The **present family** of the truth is the card at the end:
those who stand on one card now are one family, whatever older lists say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.families import CHILD, CHILDREN, IN_LAW, SPOUSE
from benchmarks.province.numbers import issue_cards, issue_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.families import People
    from benchmarks.province.profiles import Rates
    from benchmarks.province.villages import Land

AS_OF = {"pusat": 0.03, "provinsi": 0.5, "kabupaten": 0.94}
"""Day of each list on the scale from 0, before everything, to 1, today."""

NEVER = 2.0
"""Day of what does not happen, on the same scale."""

STREETS = (
    "MERDEKA", "SUDIRMAN", "DIPONEGORO", "TRANS KALIMANTAN", "TJILIK RIWUT", "AHMAD YANI", "GARUDA",
    "RAJAWALI", "BERINGIN", "MELATI", "MAWAR", "ANGGREK", "KENANGA", "PELITA", "PEMUDA",
    "PANGERAN ANTASARI", "IMAM BONJOL", "HASANUDDIN", "PATTIMURA", "KARTINI", "DAMAI", "BAHAGIA",
    "SEPAKAT", "KARYA", "USAHA", "MAKMUR", "SEJAHTERA", "HARAPAN", "HUMA BETANG", "TAMBUN BUNGAI",
    "RANYING", "BATUAH", "SIMPEI KARUHEI", "PASAR LAMA", "DERMAGA", "TEPIAN SUNGAI", "KAHAYAN", "BARITO",
    "KAPUAS", "MENTAYA", "SEMBULUH", "NYAI BALAU", "TEMANGGUNG", "MANDOMAI", "MA'ARIF", "NUSA INDAH",
    "FLAMBOYAN", "CENDANA", "ULIN", "MERANTI", "RAMIN", "JELUTUNG", "PINANG", "KELAPA", "DURIAN",
    "RAMBUTAN", "LANGSAT",
)  # fmt: skip
"""Names of streets; a village has some of them."""

KINDS = ("none", "moved", "split", "married", "new_card")
NONE, MOVED, SPLIT, MARRIED, NEW_CARD = range(5)


@dataclass(frozen=True, slots=True)
class Cards:
    """Family cards: number, village (position in ``Land``), street (-1 for none), house, RT and RW."""

    number: NDArray[np.int64]
    village: NDArray[np.int64]
    street: NDArray[np.int64]
    house: NDArray[np.int64]
    rt: NDArray[np.int64]
    rw: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class History:
    """Cards of people at the beginning and at the end, and the role each has there.

    ``event`` (a position in ``KINDS``) and ``when`` belong to the person's change of card; ``died`` is the
    day of death, both on the scale of ``AS_OF``. ``one_house`` tells cards that share a house with another.
    """

    cards: Cards
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    role_before: NDArray[np.int64]
    role_after: NDArray[np.int64]
    event: NDArray[np.int64]
    when: NDArray[np.float64]
    died: NDArray[np.float64]
    one_house: NDArray[np.bool_]


def tell(people: People, land: Land, rates: Rates, rng: np.random.Generator) -> History:
    """Draw every family's event and make the cards before and after it."""
    families = int(people.family[-1]) + 1
    event, couples = _events(people, rates, rng)
    when_of = rng.random(families)
    after = people.family.copy()
    role_after = people.role.copy()
    kind = np.zeros(len(people), dtype=np.int64)
    when = np.full(len(people), NEVER)
    home = np.zeros(families, dtype=np.int64)
    home[people.family] = people.village
    origin = [np.arange(families)]  # for each card, the family whose house it begins from
    whole = np.isin(event, (MOVED, NEW_CARD))
    renewed = np.cumsum(whole) - 1 + families
    mine = whole[people.family]
    after[mine] = renewed[people.family[mine]]
    kind[mine], when[mine] = event[people.family[mine]], when_of[people.family[mine]]
    origin.append(np.flatnonzero(whole))
    total = families + int(whole.sum())
    wedding = (couples.ravel(), np.tile(np.arange(couples.shape[1]), 2), np.repeat([1, 3], couples.shape[1]))
    for sort, (leavers, number, roles) in ((SPLIT, _splitters(people, event, rng)), (MARRIED, wedding)):
        after[leavers], role_after[leavers] = total + number, roles
        kind[leavers] = sort
        source = np.zeros(int(number.max()) + 1 if len(number) else 0, dtype=np.int64)
        source[number[::-1]] = people.family[leavers[::-1]]
        when[leavers] = when_of[source[number]]
        origin.append(source)
        total += len(source)
    begun = np.concatenate(origin)
    moved = np.zeros(total, dtype=bool)
    moved[families:] = np.r_[
        event[np.flatnonzero(whole)] == MOVED, np.ones(total - families - int(whole.sum()), bool)
    ]
    cards, one_house = _make_cards(begun, moved, home, families, land, rng)
    died = _deaths(people, rates, rng)
    _new_heads(people, after, role_after, died)
    return History(
        cards, people.family.copy(), after, people.role.copy(), role_after, kind, when, died, one_house
    )


def _events(
    people: People, rates: Rates, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Event of each family, and the couples that wed: two rows of people, grooms and brides."""
    families = int(people.family[-1]) + 1
    grown = _grown(people)
    can_split = np.zeros(families, dtype=bool)
    can_split[people.family[grown | (people.slot == SPOUSE)]] = True
    shares = [rates.worst["event_" + kind] for kind in ("moved", "new_card", "split")]
    # The rate of splits is a share of all families; only those that can split carry it.
    shares[2] /= max(float(can_split.mean()), 0.01)
    drawn = np.searchsorted(np.cumsum(shares), rng.random(families), side="right")
    event = np.array([MOVED, NEW_CARD, SPLIT, NONE])[drawn]
    event[(event == SPLIT) & ~can_split] = NONE
    return event, _weddings(people, grown, event, round(rates.worst["event_married"] * families / 2), rng)


def _grown(people: People) -> NDArray[np.bool_]:
    """Grown children who are not married yet."""
    married_in = np.zeros(int(people.family[-1]) + 1, dtype=bool)
    married_in[people.family[people.slot == IN_LAW]] = True
    child = (people.slot >= CHILD) & (people.slot < CHILD + CHILDREN) & (people.age() >= 18)
    free: NDArray[np.bool_] = child & ~((people.slot == CHILD) & married_in[people.family])
    return free


def _weddings(
    people: People, grown: NDArray[np.bool_], event: NDArray[np.int64], count: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Up to ``count`` couples from families without another event; sets their families' event."""
    free = np.flatnonzero(grown & (event == NONE)[people.family])
    _, first = np.unique(people.family[free], return_index=True)  # one of a family
    able = rng.permutation(free[first])
    men, women = able[people.male[able]], able[~people.male[able]]
    count = min(count, len(men), len(women))
    couples = np.stack([men[:count], women[:count]])
    event[people.family[couples.ravel()]] = MARRIED
    return couples


def _splitters(
    people: People, event: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Who leaves by a split: the spouse with some of the children, or else a grown child alone."""
    families = int(people.family[-1]) + 1
    child = (people.slot >= CHILD) & (people.slot < CHILD + CHILDREN)
    has_spouse = np.zeros(families, dtype=bool)
    has_spouse[people.family[people.slot == SPOUSE]] = True
    parted = (event == SPLIT) & has_spouse & (rng.random(families) < 0.6)
    goes = parted[people.family] & (
        (people.slot == SPOUSE) | (child & (people.age() < 18) & (rng.random(len(people)) < 0.6))
    )
    grown = (event == SPLIT)[people.family] & ~parted[people.family] & _grown(people)
    _, first = np.unique(people.family[grown], return_index=True)
    goes[np.flatnonzero(grown)[first]] = True
    at = np.flatnonzero(goes)
    number = np.unique(people.family[at], return_inverse=True)[1]
    roles = np.where(child[at] & parted[people.family[at]], 4, 1)
    return at, number, roles


def _make_cards(
    begun: NDArray[np.int64],
    moved: NDArray[np.bool_],
    home: NDArray[np.int64],
    families: int,
    land: Land,
    rng: np.random.Generator,
) -> tuple[Cards, NDArray[np.bool_]]:
    """Numbers and addresses of all cards; a card that did not move keeps the address of its family."""
    n = len(begun)
    village = home[begun]
    away = moved & (rng.random(n) < 0.6)
    village[away] = rng.integers(0, len(land), int(away.sum()))
    street = _streets(village, len(land), rng)
    house = rng.integers(1, 160, n)
    rw = 1 + (rng.random(n) ** 1.6 * 4).astype(np.int64)
    rt = (rw - 1) * 3 + rng.integers(1, 6, n)
    # Two families in one house: one in twenty lives with the family before it.
    guest = np.flatnonzero(
        (rng.random(families) < 0.05) & (np.r_[-1, village[: families - 1]] == village[:families])
    )
    one_house = np.zeros(n, dtype=bool)
    one_house[guest] = one_house[guest - 1] = True
    for column in (street, house, rt, rw):
        column[guest] = column[guest - 1]
        same = np.flatnonzero(~moved & (np.arange(n) >= families))
        column[same] = column[begun[same]]
    issued = np.r_[issue_days(families, rng), issue_days(n - families, rng, recent=True)]
    number = issue_cards(land.area[village], issued, rng)
    return Cards(number, village, street, house, rt, rw), one_house


def _streets(village: NDArray[np.int64], villages: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """A street for each card: eight to a village, and a third of the houses stand on none."""
    of_village = rng.integers(0, len(STREETS), (villages, 8))
    street = of_village[village, (rng.random(len(village)) ** 1.5 * 8).astype(np.int64)]
    street[rng.random(len(village)) < 0.33] = -1
    return street


def _deaths(people: People, rates: Rates, rng: np.random.Generator) -> NDArray[np.float64]:
    """Day of death on the scale of ``AS_OF``, ``NEVER`` for the living; the old die more."""
    age = people.age()
    weight = np.exp(np.clip(age, 0, 95) / 22.0)
    chance = rates.worst["event_died"] * weight / weight.mean()
    dies = rng.random(len(people)) < chance
    return np.where(dies, rng.random(len(people)), NEVER)


def _new_heads(
    people: People, after: NDArray[np.int64], role: NDArray[np.int64], died: NDArray[np.float64]
) -> None:
    """Where the head died or left, the first of those who stay becomes the head of the present card."""
    alive = died >= 1.0
    is_head = (role == 1) & alive
    headed = np.zeros(int(after.max()) + 1, dtype=bool)
    headed[after[is_head]] = True
    candidates = np.flatnonzero(alive & ~headed[after] & (people.age() >= 15))
    _, first = np.unique(after[candidates], return_index=True)
    role[candidates[first]] = 1
