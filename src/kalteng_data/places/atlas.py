"""The reference of places laid out for asking: by name within a region, and by code in either scheme.

In: a frame of villages as ``reference.villages`` gives it, and their other names. Out: an ``Atlas``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from kalteng_data import reference
from kalteng_data.places.match import (
    NO_MATCH,
    WITHIN_KABUPATEN,
    WITHIN_KECAMATAN,
    WITHIN_PROVINCE,
    Match,
    Pool,
    Tolerance,
)

PROVINCE = reference.PROVINCE[0]
_PROVINCE_NAMES = (reference.PROVINCE[1], "Kalteng", "Prov. Kalimantan Tengah", "Provinsi Kalimantan Tengah")

# A kecamatan is asked among the handful of its regency, else among the 136, of which no name recurs.
_DISTRICT_WITHIN_KABUPATEN = Tolerance(lengths=(5, 8))
_DISTRICT_WITHIN_PROVINCE = Tolerance(lengths=(6, 11))
_REGENCY = Tolerance(lengths=(6, 8))
_PROVINCE_TOLERANCE = Tolerance(lengths=(7, 12))


@dataclass(frozen=True, slots=True)
class Atlas:
    """Places by name and by code.

    ``villages`` is the frame it was made from, ``names`` all names by Kemendagri code of villages, kecamatan
    and regencies. Regions are Kemendagri codes: ``62.01.01`` a kecamatan, ``62.01`` a regency, ``62`` all.
    A region's pool of names is made when a name is first sought in it: most lists come from one kecamatan.
    """

    villages: pl.DataFrame
    names: dict[str, tuple[str, ...]]
    village_codes: dict[str, list[str]]
    district_codes: dict[str, list[str]]
    regency_codes: list[str]
    _pools: dict[tuple[str, str], Pool] = field(default_factory=dict, repr=False, compare=False)
    _meanings: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def village(self, region: str, name: str) -> Match:
        """The village of ``region`` that ``name`` means; the wider the region, the stricter."""
        if region not in self.village_codes:
            return NO_MATCH
        pool = self._pool("desa", region, self.village_codes[region])
        return pool.find(name, {8: WITHIN_KECAMATAN, 5: WITHIN_KABUPATEN}.get(len(region), WITHIN_PROVINCE))

    def district(self, region: str, name: str) -> Match:
        """The kecamatan that ``name`` means, first within ``region`` (a regency), else in the province.

        Outside the stated regency only a spelling that is right counts: the regency may be the wrong one.
        """
        if region == PROVINCE:
            return self._districts(PROVINCE).find(name, _DISTRICT_WITHIN_PROVINCE)
        found = self._districts(region).find(name, _DISTRICT_WITHIN_KABUPATEN)
        return found if found.code else self._districts(PROVINCE).find(name, Tolerance(()))

    def regency(self, name: str) -> Match:
        """The regency or city that ``name`` means."""
        return self._pool("kabupaten", PROVINCE, self.regency_codes).find(name, _REGENCY)

    def meanings(self, column: str, written: str) -> pl.DataFrame:
        """What the codes of the reference's column ``written`` mean.

        Returns:
            ``written`` (each code once, its digits alone) and ``meant`` (the place's code in ``column``).
        """
        known = self._meanings.get((column, written))
        if known is None:
            digits = pl.col(written).str.replace_all(".", "", literal=True)
            named = self.villages.select(written=digits, meant=pl.col(column)).drop_nulls()
            known = self._meanings[column, written] = named.unique("written", maintain_order=True)
        return known

    def is_province(self, name: str) -> bool:
        """Whether ``name`` means this province."""
        return _province().find(name, _PROVINCE_TOLERANCE).code is not None

    def _districts(self, region: str) -> Pool:
        return self._pool("kecamatan", region, self.district_codes[region])

    def _pool(self, kind: str, region: str, codes: list[str]) -> Pool:
        """The pool of the places ``codes``, which are those of one kind in ``region``."""
        pool = self._pools.get((kind, region))
        if pool is None:
            pool = self._pools[kind, region] = Pool()
            for code in codes:
                pool.add(code, self.names[code][0], self.names[code][1:])
        return pool


@cache
def _province() -> Pool:
    pool = Pool()
    pool.add(PROVINCE, _PROVINCE_NAMES[0], _PROVINCE_NAMES[1:])
    return pool


def make_atlas(villages: pl.DataFrame, aliases: pl.DataFrame) -> Atlas:
    """An atlas of a frame of villages (columns of ``reference.villages``) and of other names by ``kode``."""
    others: dict[str, list[str]] = defaultdict(list)
    for code, alias in zip(aliases["kode"].to_list(), aliases["alias"].to_list(), strict=True):
        others[code].append(alias)
    names: dict[str, tuple[str, ...]] = {}
    within: dict[str, list[str]] = {}
    for code, name in (
        ("kode_desa", "nama_desa"),
        ("kode_kecamatan", "kecamatan"),
        ("kode_kabupaten", "kabupaten"),
    ):
        listed = villages.select(pl.col(code), pl.col(name)).unique(maintain_order=True)
        within[code] = list(dict.fromkeys(listed[code].to_list()))
        for key, value in zip(listed[code].to_list(), listed[name].to_list(), strict=True):
            names[key] = (value, *others.get(key, ()))
    return Atlas(
        villages,
        names,
        _by_region(within["kode_desa"], 8, 5),
        _by_region(within["kode_kecamatan"], 5),
        within["kode_kabupaten"],
    )


def _by_region(codes: list[str], *lengths: int) -> dict[str, list[str]]:
    """Codes by the regions whose code, of one of ``lengths``, they begin with; all by the province."""
    regions: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        for length in lengths:
            regions[code[:length]].append(code)
    return {**regions, PROVINCE: codes}


@cache
def atlas() -> Atlas:
    """The atlas of the reference that the package ships."""
    return make_atlas(reference.villages(), reference.aliases())
