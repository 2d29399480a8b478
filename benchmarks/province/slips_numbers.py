"""Errors in NIK and KK: missing, filled with something, a relative's, slipped, rounded, shifted by a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.traps import NUMBER_TRAPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.draft import Draft
    from benchmarks.province.profiles import Rates
    from benchmarks.province.villages import Land

SPOILT_VILLAGES = 0.1
"""Share of a list's villages that carry the NIKs missing by village."""

FILLERS = ("0", "-", "0000000000000000", "9999999999999999", "1111111111111111", "")
"""What is written where there is no number; ``""`` stands for the temporary number of the village."""


def spoil_niks(draft: Draft, land: Land, rates: Rates, rng: np.random.Generator) -> None:
    """Put every kind of NIK error into a draft that is ordered by village and card; one kind a row."""
    _shift_blocks(draft, rates.of("nik_shifted", draft.level), rng)
    _missing(draft, land, rates, rng)
    dice = rng.random(len(draft))
    free = ~draft.has(*NUMBER_TRAPS) & ~draft.has("copied")
    start = 0.0
    for kind in ("relative", "slip", "swap", "lost", "doubled", "rounded", "scientific", "placeholder"):
        end = start + rates.of("nik_" + kind, draft.level)
        rows = np.flatnonzero(free & (dice >= start) & (dice < end))
        start = end
        if kind == "relative":
            rows = _give_relatives(draft, rows, rng)
        elif kind == "placeholder":
            _fill(draft, rows, land, rng)
        elif kind == "rounded":
            draft.nik[rows], draft.nik_cell[rows] = _rounded(draft.nik[rows], rng), True
        elif kind == "scientific":
            draft.nik_text[rows] = [f"{v / 1e15:.3f}E+15".replace(".", ",") for v in draft.nik[rows].tolist()]
        else:
            rows = rows[draft.nik[rows] > 0]
            draft.nik[rows] = damage(draft.nik[rows], kind, rng)
        draft.mark(rows, "nik_" + kind)


def spoil_cards(draft: Draft, rates: Rates, rng: np.random.Generator) -> None:
    """KK missing, slipped or rounded, by card (a card is typed once for its members)."""
    card, where = np.unique(draft.kk, return_inverse=True)
    dice = rng.random(len(card))
    start = 0.0
    for kind in ("missing", "slip", "rounded"):
        end = start + rates.of("kk_" + kind, draft.level)
        hit = np.flatnonzero((dice >= start) & (dice < end))
        start = end
        if kind == "missing":
            card[hit] = 0
        elif kind == "slip":
            card[hit] = damage(card[hit], "slip", rng)
        else:
            card[hit] = _rounded(card[hit], rng)
        rows = np.isin(where, hit)
        draft.mark(rows, "kk_" + kind)
        draft.kk_cell |= rows & (kind == "rounded")
    draft.kk[:] = card[where]


def round_column(draft: Draft, village: int, field: str, rng: np.random.Generator) -> None:
    """Round a whole village's NIKs or KKs as a spreadsheet does: 15 digits kept, the 16th 0 (or rounded)."""
    rows = np.flatnonzero(draft.village == village)
    cut = bool(rng.random() < 0.8)
    if field == "nik":
        rows = rows[(draft.nik[rows] > 0) & (draft.nik_text[rows] == "")]
        draft.nik[rows] = draft.nik[rows] // 10 * 10 if cut else (draft.nik[rows] + 5) // 10 * 10
        draft.nik_cell[rows] = True
        draft.mark(rows, "nik_rounded_column")
    else:
        rows = rows[draft.kk[rows] > 0]
        draft.kk[rows] = draft.kk[rows] // 10 * 10 if cut else (draft.kk[rows] + 5) // 10 * 10
        draft.kk_cell[rows] = True
        draft.mark(rows, "kk_rounded_column")


def damage(value: NDArray[np.int64], kind: str, rng: np.random.Generator) -> NDArray[np.int64]:
    """One error in each number: "slip" (a digit changed), "swap" (of two neighbours), "lost", "doubled".

    Any digit may be hit but the first. Two equal neighbours show no swap: there a digit slips instead.
    """
    n = len(value)
    power = 10 ** rng.integers(0, 15, n)
    low, digit, high = value % power, value // power % 10, value // power // 10
    upper = high % 10
    slipped = (high * 10 + (digit + rng.integers(1, 10, n)) % 10) * power + low
    swapped = (high // 10 * 100 + digit * 10 + upper) * power + low
    made: dict[str, NDArray[np.int64]] = {
        "slip": slipped,
        "swap": np.where(upper == digit, slipped, swapped),
        "lost": high * power + low,
        "doubled": ((high * 10 + digit) * 10 + digit) * power + low,
    }
    return made[kind]


def _rounded(value: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Numbers as Excel keeps them (15 digits, then 0); some programs round to the nearest ten instead."""
    nearest = rng.random(len(value)) < 0.15
    rounded: NDArray[np.int64] = np.where(nearest, (value + 5) // 10 * 10, value // 10 * 10)
    return rounded


def _missing(draft: Draft, land: Land, rates: Rates, rng: np.random.Generator) -> None:
    """NIKs missing by person, by household and by village."""
    n, level = len(draft), draft.level
    by_person = rng.random(n) < rates.of("nik_missing_person", level)
    card, where = np.unique(draft.card, return_inverse=True)
    by_household = (rng.random(len(card)) < rates.of("nik_missing_household", level))[where]
    spoilt = max(1, round(SPOILT_VILLAGES * len(land)))
    villages = rng.permutation(len(land))[:spoilt]
    inside = np.isin(draft.village, villages)
    share = rates.of("nik_missing_village", level) * n / max(1, int(inside.sum()))
    by_village = inside & (rng.random(n) < min(0.9, share))
    for trap, rows in (("village", by_village), ("household", by_household), ("person", by_person)):
        hit = rows & (draft.nik > 0)
        draft.nik[hit] = 0
        draft.mark(hit, "nik_missing_" + trap)


def _shift_blocks(draft: Draft, rate: float, rng: np.random.Generator) -> None:
    """Blocks of 12 to 30 rows in which each NIK stands a row too low, as after a cell was inserted."""
    n = len(draft)
    for start in rng.integers(1, max(2, n - 31), round(rate * n / 21)).tolist():
        end = start + int(rng.integers(12, 31))
        rows = np.arange(start, end)
        if end > n or draft.village[start - 1] != draft.village[end - 1]:
            continue
        draft.nik[rows] = draft.nik[rows - 1]
        draft.mark(rows, "nik_shifted")


def _give_relatives(draft: Draft, rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Write the NIK of the card's first person or of the one beside; returns the rows that got one."""
    card = draft.card
    first = np.maximum.accumulate(np.where(np.r_[True, card[1:] != card[:-1]], np.arange(len(draft)), 0))
    beside = np.maximum(rows - 1, 0)
    source = np.where(rng.random(len(rows)) < 0.6, first[rows], beside)
    fits = (
        (card[source] == card[rows]) & (draft.person[source] != draft.person[rows]) & (draft.nik[source] > 0)
    )
    given: NDArray[np.int64] = rows[fits]
    draft.nik[given] = draft.nik[source[fits]]
    return given


def _fill(draft: Draft, rows: NDArray[np.int64], land: Land, rng: np.random.Generator) -> None:
    """Placeholders: one filler a village, as its operator is used to; or 0 + village code + a number."""
    habit = rng.integers(0, len(FILLERS), len(land))[draft.village[rows]]
    text = np.array(FILLERS, dtype=object)[habit]
    codes = land.column("kode_desa")[draft.village[rows]]
    temporary = np.flatnonzero(habit == len(FILLERS) - 1)
    text[temporary] = [f"0{codes[i].replace('.', '')}{k:05d}" for k, i in enumerate(temporary.tolist(), 1)]
    draft.nik_text[rows] = text
    draft.nik[rows] = 0
