"""A whole synthetic province in memory: people, their history, three lists of them with errors and truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.province import attributes, families, history, naming, numbers, villages
from benchmarks.province.draft import DATE_MISSING, DATE_OK, DATE_YEAR, Draft, Register, open_draft
from benchmarks.province.layouts import Texts, record_frame
from benchmarks.province.profiles import LEVELS, Rates, rates
from benchmarks.province.slips_names import spoil_names
from benchmarks.province.slips_numbers import spoil_cards, spoil_niks
from benchmarks.province.slips_rest import spoil_dates, spoil_rest, spoil_villages
from benchmarks.province.spelling import slip_places, village_names
from benchmarks.province.traps import BIT, DATE_TRAPS, NAME_TRAPS, NUMBER_TRAPS, mask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from benchmarks.province.families import People
    from benchmarks.province.villages import Land

__all__ = ["DATE_MISSING", "DATE_OK", "DATE_YEAR", "Province", "make_province"]


@dataclass(frozen=True, slots=True)
class Province:
    """The lists of one seed.

    ``records`` has one frame a level, one row a listing in the order of the files: the truth (``person``,
    ``family`` now, ``village`` as stated, ``traps``, what subgroups need) and the dirty values as text.
    ``village_tables`` has one small frame a level: places as that level writes them, people and families.
    """

    profile: str
    seed: int
    villages: pl.DataFrame
    records: Mapping[str, pl.DataFrame]
    village_tables: Mapping[str, pl.DataFrame]


def make_province(people: int, seed: int, profile: str) -> Province:
    """``people`` people under ``seed`` and ``profile`` (mild, real, rough); equal input, equal output."""
    streams = np.random.SeedSequence([seed, people]).spawn(4)
    rng = np.random.default_rng(streams[0])
    land = villages.choose(people, rng)
    born = families.make(people, land, rng)
    everyone = families.registered(born, numbers.register_default_dates(born, rng))
    named = naming.name_people(everyone, rng)
    names = named.full()
    area = numbers.area_of_birth(everyone, land, rng)
    code = numbers.day_code(everyone.born, everyone.male)
    niks = numbers.issue_niks(area, code, everyone.twin_of, rng)
    facts = attributes.describe(everyone, names, area, rng)
    # The profile's dice stand apart: the same seed has the same people under every profile.
    noise = np.random.default_rng(streams[1])
    share = rates(profile, noise)
    told = history.tell(everyone, land, share, noise)
    register = Register(everyone, names, niks, told)
    groups = _groups(everyone, names, named.shared_first)
    drafts: dict[str, Draft] = {}
    records: dict[str, pl.DataFrame] = {}
    tables: dict[str, pl.DataFrame] = {}
    for level in LEVELS:
        draft = open_draft(level, register, land, share, noise)
        _spoil(draft, drafts, everyone, land, share, noise)
        draft.bits |= groups.bits[draft.person]
        written = village_names(land, share, level, noise)
        desa = slip_places(draft, land, written, share, noise)
        texts = Texts(land, everyone, facts, told, groups.twin, groups.namesake, names)
        records[level] = record_frame(draft, texts, desa, noise)
        tables[level] = _village_table(land, everyone, written)
        drafts[level] = draft
    return Province(profile, seed, land.frame, records, tables)


def _spoil(
    draft: Draft,
    drafts: Mapping[str, Draft],
    people: People,
    land: Land,
    share: Rates,
    rng: np.random.Generator,
) -> None:
    """Copy from the list before, then put the errors in: names, NIK, KK, dates, the rest, whole columns."""
    before = {"provinsi": "pusat", "kabupaten": "provinsi"}.get(draft.level)
    if before is not None:
        _copy(draft, drafts[before], share.of("copied", draft.level), rng)
    spoil_names(draft, people, share, rng)
    spoil_niks(draft, land, share, rng)
    spoil_cards(draft, share, rng)
    spoil_dates(draft, share, rng)
    spoil_rest(draft, share, rng)
    spoil_villages(draft, land, share, rng)


def _copy(draft: Draft, source: Draft, rate: float, rng: np.random.Generator) -> None:
    """Take name, NIK, birth date and sex of whole cards from another list, with its errors and traps."""
    card, where = np.unique(draft.card, return_inverse=True)
    chosen = (rng.random(len(card)) < rate)[where]
    person, first = np.unique(source.person, return_index=True)
    at = np.searchsorted(person, draft.person)
    at[at == len(person)] = 0
    rows = np.flatnonzero(chosen & (person[at] == draft.person))
    taken = first[at[rows]]
    for name in ("name", "nik", "nik_text", "nik_cell", "day", "month", "year", "date_state", "male"):
        getattr(draft, name)[rows] = getattr(source, name)[taken]
    carried = mask(*NAME_TRAPS, *NUMBER_TRAPS, *DATE_TRAPS, "sex_wrong")
    draft.bits[rows] |= (source.bits[taken] & carried) | BIT["copied"]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Who is hard to tell apart: groups of twins and namesakes (-1 for none), and the bits of people."""

    twin: NDArray[np.int64]
    namesake: NDArray[np.int64]
    bits: NDArray[np.uint64]


def _groups(people: People, names: NDArray[np.object_], shared: NDArray[np.bool_]) -> _Groups:
    """Twins, people of one family with the very same name, siblings who share a first word."""
    n = len(people)
    twin = np.where(people.twin_of >= 0, np.minimum(np.arange(n), people.twin_of), -1)
    frame = pl.DataFrame(
        {"family": people.family, "name": pl.Series(names, dtype=pl.String), "me": np.arange(n)}
    )
    alike = pl.len().over("family", "name") > 1
    same = frame.select(pl.when(alike).then(pl.col("me").min().over("family", "name")).otherwise(-1))
    namesake = same.to_series().to_numpy().astype(np.int64)
    bits = np.zeros(n, dtype=np.uint64)
    bits[twin >= 0] |= BIT["twin"]
    bits[namesake >= 0] |= BIT["namesake"]
    bits[shared] |= BIT["sibling_word"]
    return _Groups(twin, namesake, bits)


def _village_table(land: Land, people: People, written: NDArray[np.object_]) -> pl.DataFrame:
    """The level's own table of villages: places as it writes them, people, men, women, families."""
    n = len(land)
    total = np.bincount(people.village, minlength=n)
    men = np.bincount(people.village[people.male], minlength=n)
    heads = np.bincount(people.village[people.slot == families.HEAD], minlength=n)
    return land.frame.select(
        "kode_desa", "kode_bps", "kode_kecamatan", "kecamatan", "kode_kabupaten", "kabupaten"
    ).with_columns(
        pl.Series("desa", written, dtype=pl.String),
        pl.Series("jumlah_penduduk", total),
        pl.Series("jumlah_laki_laki", men),
        pl.Series("jumlah_perempuan", total - men),
        pl.Series("jumlah_kk", heads),
    )
