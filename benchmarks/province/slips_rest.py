"""Errors in birth dates, sex, family role, RT/RW, addresses and whole columns of a village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.draft import DATE_MISSING, DATE_OK, DATE_YEAR
from benchmarks.province.slips_numbers import round_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.draft import Draft
    from benchmarks.province.profiles import Rates
    from benchmarks.province.villages import Land

ADDRESS_FORMS = 7
"""Ways to write one address (``layouts.address``); 0 is the card's own."""

EMPTY = -1
"""RT, RW or form of address of a row that leaves it blank."""

COLUMN_DAMAGE = (("nik", 0.45), ("kk", 0.2), ("swapped", 0.2), ("missing", 0.15))
"""Kinds of damage to a whole column of a village, with the share of each."""


def spoil_dates(draft: Draft, rates: Rates, rng: np.random.Generator) -> None:
    """One kind of error a row: day and month swapped, a default day, a slip, nothing, the year alone."""
    free = ~draft.has("copied")
    dice = rng.random(len(draft))
    start = 0.0
    for kind in ("swapped", "default", "wrong", "missing", "year_only"):
        end = start + rates.of("date_" + kind, draft.level)
        rows = np.flatnonzero(free & (dice >= start) & (dice < end))
        start = end
        if kind == "swapped":
            rows = _swap(draft, rows, rng)
        elif kind == "default":
            _default(draft, rows, rng)
        elif kind == "wrong":
            _slip(draft, rows, rng)
        else:
            draft.date_state[rows] = DATE_MISSING if kind == "missing" else DATE_YEAR
        draft.mark(rows, "date_" + kind)


def spoil_villages(draft: Draft, land: Land, rates: Rates, rng: np.random.Generator) -> None:
    """Whole-column damage and village-wide default dates; each in its share of the villages."""
    kinds = [kind for kind, _ in COLUMN_DAMAGE]
    shares = [share for _, share in COLUMN_DAMAGE]
    for village in _some(len(land), rates.of("column_damage", draft.level), rng):
        kind = str(rng.choice(kinds, p=shares))
        rows = np.flatnonzero(draft.village == village)
        if kind in {"nik", "kk"}:
            round_column(draft, village, kind, rng)
        elif kind == "swapped":
            both = rows[(draft.day[rows] <= 12) & (draft.day[rows] != draft.month[rows])]
            draft.day[both], draft.month[both] = draft.month[both], draft.day[both]
            draft.mark(both, "date_swapped_column")
        else:
            draft.date_state[rows] = DATE_MISSING
            draft.mark(rows, "date_missing_column")
    for village in _some(len(land), rates.of("date_default_village", draft.level), rng):
        rows = np.flatnonzero((draft.village == village) & (draft.date_state == DATE_OK))
        rows = rows[rng.random(len(rows)) < 0.6]
        draft.day[rows], draft.month[rows] = 1, int(rng.choice([1, 7]))
        draft.mark(rows, "date_default_village")


def spoil_rest(draft: Draft, rates: Rates, rng: np.random.Generator) -> None:
    """Sex, family role, RT/RW and address; the last two by card, as they are written once for a card."""
    level, n = draft.level, len(draft)
    rows = np.flatnonzero(rng.random(n) < rates.of("sex_wrong", level))
    draft.male[rows] = ~draft.male[rows]
    draft.mark(rows, "sex_wrong")
    dice = rng.random(n)
    wrong = np.flatnonzero(dice < rates.of("role_wrong", level))
    draft.role[wrong] = _other_role(draft.role[wrong], rng)
    draft.mark(wrong, "role_wrong")
    empty = dice > 1.0 - rates.of("role_empty", level)
    draft.role[empty] = 0
    draft.mark(empty, "role_empty")
    card, where = np.unique(draft.card, return_inverse=True)
    dice = rng.random(len(card))[where]
    wrong_at = dice < rates.of("rt_rw_wrong", level)
    shift = rng.integers(1, 6, len(card))[where]
    draft.rt[wrong_at] = 1 + (draft.rt[wrong_at] + shift[wrong_at]) % 14
    draft.rw[wrong_at] = np.where(shift[wrong_at] > 3, 1 + draft.rw[wrong_at] % 4, draft.rw[wrong_at])
    draft.mark(wrong_at, "rt_rw_wrong")
    empty = dice > 1.0 - rates.of("rt_rw_empty", level)
    draft.rt[empty] = draft.rw[empty] = EMPTY
    draft.mark(empty, "rt_rw_empty")
    dice = rng.random(len(card))[where]
    form = rng.integers(1, ADDRESS_FORMS, len(card))[where]
    otherwise = dice < rates.of("address_otherwise", level)
    draft.address_form[otherwise] = form[otherwise]
    draft.mark(otherwise, "address_otherwise")
    empty = dice > 1.0 - rates.of("address_empty", level)
    draft.address_form[empty] = EMPTY
    draft.mark(empty, "address_empty")


def _some(n: int, rate: float, rng: np.random.Generator) -> list[int]:
    """``rate`` of ``n`` things, the broken part of the number by chance."""
    whole = int(rate * n + rng.random())
    chosen: list[int] = rng.permutation(n)[:whole].tolist()
    return chosen


def _swap(draft: Draft, rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Swap day and month; a day above 12 cannot be read so, and a row with a low day takes its place."""
    low = np.flatnonzero((draft.day <= 12) & (draft.day != draft.month) & ~draft.has("copied"))
    taken = rng.choice(low, size=min(len(rows), len(low)), replace=False)
    draft.day[taken], draft.month[taken] = draft.month[taken], draft.day[taken]
    return taken


def _default(draft: Draft, rows: NDArray[np.int64], rng: np.random.Generator) -> None:
    """1 January, 1 July or 31 December of about the right year."""
    form = rng.choice(3, size=len(rows), p=[0.45, 0.45, 0.1])
    draft.day[rows] = np.array([1, 1, 31])[form]
    draft.month[rows] = np.array([1, 7, 12])[form]
    draft.year[rows] += np.where(rng.random(len(rows)) < 0.25, rng.integers(-2, 3, len(rows)), 0)


def _slip(draft: Draft, rows: NDArray[np.int64], rng: np.random.Generator) -> None:
    """One part of the date is wrong: the day (any), the month, the year by one or by its decade."""
    kind = rng.random(len(rows))
    day, month, year = rows[kind < 0.45], rows[(kind >= 0.45) & (kind < 0.65)], rows[kind >= 0.65]
    draft.day[day] = 1 + (draft.day[day] + rng.integers(1, 27, len(day)) - 1) % 28
    draft.month[month] = 1 + (draft.month[month] + rng.integers(1, 12, len(month)) - 1) % 12
    draft.day[month] = np.minimum(draft.day[month], 28)
    draft.year[year] += rng.choice([-10, -2, -1, 1, 2], size=len(year))


def _other_role(role: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Another role than the true one: child, other relative, remaining, head."""
    choice = np.array([4, 9, 11, 1], dtype=np.int64)
    drawn = choice[rng.integers(0, 4, len(role))]
    other: NDArray[np.int64] = np.where(drawn == role, np.where(role == 9, 4, 9), drawn)
    return other
