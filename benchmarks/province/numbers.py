"""NIK and No. KK by the rules: area of first registration, date, serial (PP 37/2007 art. 37, PP 40/2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.province.families import TODAY, YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.families import People
    from benchmarks.province.villages import Land

FAR = (
    330801, 331206, 350109, 350412, 351003, 352201, 630101, 630204, 630305, 630703, 630811, 637101, 640102,
    530605, 520103, 120807, 731502, 327301, 320512, 610301,
)  # fmt: skip
"""Areas outside the province in which newcomers were first registered."""


def area_of_birth(people: People, land: Land, rng: np.random.Generator) -> NDArray[np.int64]:
    """Six digits of first registration: nine in ten the own kecamatan, else another, an old or a far one."""
    n = len(people)
    area = land.area[people.village].copy()
    old = land.old_area[people.village]
    age = people.age()
    # Regencies founded in 2002: their elder people partly keep the old regency's digits.
    keeps = (old != area) & (age > 24) & (rng.random(n) < 0.18)
    area[keeps] = old[keeps]
    dice = rng.random(n)
    other = (dice < 0.035) & ~keeps
    area[other] = area[other] // 100 * 100 + rng.integers(1, 9, int(other.sum()))
    newcomer = (dice > 0.955) & (age > 12)
    area[newcomer] = np.array(FAR, dtype=np.int64)[rng.integers(0, len(FAR), int(newcomer.sum()))]
    # Twins are registered together.
    second = np.flatnonzero((people.twin_of >= 0) & (people.twin_of < np.arange(n)))
    area[second] = area[people.twin_of[second]]
    return area


def register_default_dates(people: People, rng: np.random.Generator) -> NDArray[np.int64]:
    """Birth days as the register has them: one in twelve of the old stands at 1 January or 1 July."""
    born = people.born.copy()
    at = np.flatnonzero((people.age() > 50) & (people.twin_of < 0) & (rng.random(len(people)) < 0.08))
    year = born[at].astype("datetime64[D]").astype("datetime64[Y]")
    month = np.where(rng.random(len(at)) < 0.5, 0, 6)
    born[at] = (year.astype("datetime64[M]") + month).astype("datetime64[D]").astype(np.int64)
    return born


def day_code(born: NDArray[np.int64], male: NDArray[np.bool_]) -> NDArray[np.int64]:
    """DDMMYY of a birth day as a number, the day plus 40 for women."""
    day, month, year = split_day(born)
    return (day + np.where(male, 0, 40)) * 10_000 + month * 100 + year % 100


def split_day(days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Day, month and year of days since 1970-01-01."""
    date = days.astype("datetime64[D]")
    month_start = date.astype("datetime64[M]")
    year_start = date.astype("datetime64[Y]")
    day = (date - month_start.astype("datetime64[D]")).astype(np.int64) + 1
    month = (month_start - year_start.astype("datetime64[M]")).astype(np.int64) + 1
    return day, month, year_start.astype(np.int64) + 1970


def issue_niks(
    area: NDArray[np.int64], code: NDArray[np.int64], twin_of: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """NIKs of 16 digits: ``area`` (6), ``code`` (6), a serial unique for both; twins one after another."""
    n = len(area)
    prefix = area * 1_000_000 + code
    me = np.arange(n)
    pair = np.where(twin_of >= 0, np.minimum(me, twin_of), me)
    return prefix * 10_000 + _serials(prefix, pair, rng)


def _serials(
    prefix: NDArray[np.int64], pair: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Serials from 1 up within each prefix; members of one ``pair`` stand next to each other."""
    n = len(prefix)
    # Registered in no order that the people's order shows, but pairs stay together.
    dice = rng.random(n)[pair]
    order = np.lexsort((np.arange(n), pair, dice, prefix))
    p, q = prefix[order], pair[order]
    starts = np.r_[True, p[1:] != p[:-1]]
    step = np.minimum(rng.geometric(0.55, n), 12)
    step[1:][(q[1:] == q[:-1]) & ~starts[1:]] = 1
    total = np.cumsum(step)
    begin = np.maximum.accumulate(np.where(starts, total - step, 0))
    serial = np.empty(n, dtype=np.int64)
    serial[order] = total - begin
    return serial


def issue_cards(
    area: NDArray[np.int64], issued: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """KK numbers of 16 digits: area (6), day of issue DDMMYY (6), serial (4)."""
    day, month, year = split_day(issued)
    prefix = area * 1_000_000 + day * 10_000 + month * 100 + year % 100
    return prefix * 10_000 + _serials(prefix, np.arange(len(prefix)), rng)


def issue_days(n: int, rng: np.random.Generator, *, recent: bool = False) -> NDArray[np.int64]:
    """Days on which cards were issued: weekdays of 2007 to today, or of the last year for a new card."""
    years = rng.random(n) if recent else rng.beta(1.2, 1.6, n) * 18
    day = TODAY - (years * YEAR).astype(np.int64) - 1
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    shifted: NDArray[np.int64] = np.where(weekday > 4, day - 2, day)
    return shifted
