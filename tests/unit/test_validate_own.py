from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import Kind
from kalteng_data.ownrules import columns
from kalteng_data.standardise import standardise_families, standardise_persons, standardise_villages

FIELDS = {Kind.PENDUDUK: RAW_PERSON, Kind.KELUARGA: RAW_FAMILY, Kind.DESA: RAW_VILLAGE}
ADDED = {"kode_desa", "usia"}
"""Columns of people that the village's lookup and the day of the check give."""


@pytest.mark.parametrize("kind", Kind)
def test_conditions_are_checked_against_the_types_that_standardising_gives(kind: Kind) -> None:
    ids = dict.fromkeys(("rid", "table", "row"), pl.UInt32)
    flags = dict.fromkeys(("nik_angka", "no_kk_angka"), pl.Boolean)
    raw = pl.DataFrame(schema={**ids, **dict.fromkeys(FIELDS[kind], pl.String), **flags})
    if kind is Kind.PENDUDUK:
        made = standardise_persons(raw, (), today=dt.date(2026, 11, 1)).frame.schema
    else:
        standardise = standardise_families if kind is Kind.KELUARGA else standardise_villages
        made = standardise(raw, ()).frame.schema
    known = {name: dtype for name, dtype in columns(kind).items() if not name.startswith("raw_")}
    expected = {name: dtype for name, dtype in known.items() if name not in ADDED or name in made}
    assert {name: made.get(name) for name in expected} == expected
