"""The reference of places laid out for asking: by name within a region, and by code in either scheme.

In: a frame of villages as ``reference.villages`` gives it, and their other names. Out: an ``Atlas``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
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
    """

    villages: pl.DataFrame
    names: dict[str, tuple[str, ...]]
    village_pools: dict[str, Pool]
    district_pools: dict[str, Pool]
    regency_pool: Pool
    province_pool: Pool

    def village(self, region: str, name: str) -> Match:
        """The village of ``region`` that ``name`` means; the wider the region, the stricter."""
        pool = self.village_pools.get(region)
        if pool is None:
            return NO_MATCH
        return pool.find(name, {8: WITHIN_KECAMATAN, 5: WITHIN_KABUPATEN}.get(len(region), WITHIN_PROVINCE))

    def district(self, region: str, name: str) -> Match:
        """The kecamatan that ``name`` means, first within ``region`` (a regency), else in the province.

        Outside the stated regency only a spelling that is right counts: the regency may be the wrong one.
        """
        everywhere = self.district_pools[PROVINCE]
        if region == PROVINCE:
            return everywhere.find(name, _DISTRICT_WITHIN_PROVINCE)
        found = self.district_pools[region].find(name, _DISTRICT_WITHIN_KABUPATEN)
        return found if found.code else everywhere.find(name, Tolerance(()))

    def regency(self, name: str) -> Match:
        """The regency or city that ``name`` means."""
        return self.regency_pool.find(name, _REGENCY)

    def is_province(self, name: str) -> bool:
        """Whether ``name`` means this province."""
        return self.province_pool.find(name, _PROVINCE_TOLERANCE).code is not None


def make_atlas(villages: pl.DataFrame, aliases: pl.DataFrame) -> Atlas:
    """An atlas of a frame of villages (columns of ``reference.villages``) and of other names by ``kode``."""
    others: dict[str, list[str]] = defaultdict(list)
    for code, alias in zip(aliases["kode"].to_list(), aliases["alias"].to_list(), strict=True):
        others[code].append(alias)
    names: dict[str, tuple[str, ...]] = {}
    village_pools: dict[str, Pool] = defaultdict(Pool)
    district_pools: dict[str, Pool] = defaultdict(Pool)
    regency_pool, province_pool = Pool(), Pool()

    def listed(code: str, name: str) -> str:
        columns = villages.select(pl.col(code), pl.col(name)).unique(maintain_order=True)
        for key, value in zip(columns[code].to_list(), columns[name].to_list(), strict=True):
            names[key] = (value, *others[key])
        return code

    for code in villages[listed("kode_desa", "nama_desa")].to_list():
        for region in (code[:8], code[:5], PROVINCE):
            village_pools[region].add(code, names[code][0], names[code][1:])
    for code in villages[listed("kode_kecamatan", "kecamatan")].unique(maintain_order=True).to_list():
        for region in (code[:5], PROVINCE):
            district_pools[region].add(code, names[code][0], names[code][1:])
    for code in villages[listed("kode_kabupaten", "kabupaten")].unique(maintain_order=True).to_list():
        regency_pool.add(code, names[code][0], names[code][1:])
    province_pool.add(PROVINCE, _PROVINCE_NAMES[0], _PROVINCE_NAMES[1:])
    return Atlas(villages, names, dict(village_pools), dict(district_pools), regency_pool, province_pool)


@cache
def atlas() -> Atlas:
    """The atlas of the reference that the package ships."""
    return make_atlas(reference.villages(), reference.aliases())
