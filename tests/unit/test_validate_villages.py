"""Rows about villages and cards: each rule fires on its least breach; every code has words and a test."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kalteng_data import catalogue, schemas
from kalteng_data.model import Kind, Source, Table
from kalteng_data.validate import people as people_rules
from kalteng_data.validate import validate_families, validate_villages
from kalteng_data.validate.before_lists import LISTS
from kalteng_data.validate.before_people import PEOPLE
from kalteng_data.validate.rules_across_fields import FAMILY_FIELDS, NAMES_OF_HEADS, VILLAGE_FIELDS
from kalteng_data.validate.rules_across_rows import (
    CARDS,
    CHILDREN,
    FAMILY_ROWS,
    REPEATED,
    SIMILAR,
    VILLAGE_ROWS,
)
from kalteng_data.validate.rules_across_village import DATES, VILLAGES
from kalteng_data.validate.rules_fields import TABLES
from kalteng_data.validate.rules_lists import NO_VILLAGE, PLACES

TODAY = dt.date(2026, 3, 1)

VILLAGE = {
    "jumlah_penduduk": 100,
    "jumlah_laki_laki": 60,
    "jumlah_perempuan": 40,
    "jumlah_kk": 30,
    "luas": 1.5,
}


def _village_codes(cells: dict[str, Any], values: dict[str, Any], places: list[str | None]) -> list[str]:
    n = len(places)
    keys = pl.DataFrame({"rid": range(n), "table": [0] * n, "row": range(2, n + 2)}).cast(pl.UInt32)
    text = {k: str(v) for k, v in VILLAGE.items()} | {"kode_desa": "62.03.01.2001", "desa": "Contoh"} | cells
    raw = keys.with_columns(pl.lit(v, dtype=pl.String).alias(k) for k, v in text.items())
    types = {k: pl.Float64 if k == "luas" else pl.Int64 for k in VILLAGE}
    clean = keys.with_columns(pl.lit(v, dtype=types[k]).alias(k) for k, v in (VILLAGE | values).items())
    found = pl.DataFrame({"rid": keys["rid"], "kode_desa": pl.Series(places, dtype=pl.String)})
    found = found.with_columns(
        kepastian=1.0, cara=pl.lit("kode_kemendagri"), calon=pl.lit(None, dtype=pl.String)
    )
    tables = (Table(0, Source(Path("d.csv"), "d.csv"), "", Kind.DESA, 1, (), n),)
    return validate_villages(raw, clean, tables, found, today=TODAY).findings["code"].to_list()


@pytest.mark.parametrize(
    ("code", "cells", "values", "places"),
    [
        ("KT053", {"kode_desa": None, "desa": None}, {}, [None]),
        ("KT160", {"luas": "BANYAK"}, {"luas": None}, ["62.03.01.2001"]),
        ("KT161", {}, {"jumlah_kk": -3}, ["62.03.01.2001"]),
        ("KT320", {}, {"jumlah_perempuan": 50}, ["62.03.01.2001"]),
        ("KT321", {}, {"jumlah_kk": 101}, ["62.03.01.2001"]),
        (
            "KT322",
            {},
            {"jumlah_penduduk": 0, "jumlah_laki_laki": 0, "jumlah_perempuan": 0},
            ["62.03.01.2001"],
        ),
        ("KT430", {}, {}, ["62.03.01.2001", "62.03.01.2001"]),
    ],
)
def test_a_village_row_that_breaks_a_rule_is_reported(
    code: str, cells: dict[str, Any], values: dict[str, Any], places: list[str | None]
) -> None:
    assert code in _village_codes(cells, values, places)


def test_sound_village_rows_have_no_finding() -> None:
    assert _village_codes({}, {}, ["62.03.01.2001", "62.03.01.2002"]) == []


def test_a_card_listed_twice_and_an_impossible_size_are_reported() -> None:
    keys = pl.DataFrame({"rid": [0, 1], "table": [0, 0], "row": [2, 3]}).cast(pl.UInt32)
    raw = keys.with_columns(no_kk=pl.lit("6203010101100007"), jumlah_anggota=pl.Series(["0", "?!x"]))
    clean = keys.with_columns(
        no_kk=pl.lit("6203010101100007"), jumlah_anggota=pl.Series([0, None], dtype=pl.Int32)
    )
    tables = (Table(0, Source(Path("k.csv"), "k.csv"), "", Kind.KELUARGA, 1, (), 2),)
    found = validate_families(raw, clean, tables, today=TODAY).findings["code"].to_list()
    assert found == ["KT163", "KT160", "KT431"]


def _codes_in_code() -> set[str]:
    checks = (
        *people_rules.ROWS, *NAMES_OF_HEADS, *REPEATED, *SIMILAR, *CHILDREN, *CARDS, *LISTS, *PEOPLE,
        *PLACES, *TABLES, *VILLAGES, *DATES, *NO_VILLAGE,
        *VILLAGE_FIELDS, *FAMILY_FIELDS, *VILLAGE_ROWS, *FAMILY_ROWS,
    )  # fmt: skip
    fields = [check for make in schemas.CHECKS.values() for check in make(TODAY)]
    return {c.code for c in checks} | {c.code for c in fields}


def test_every_code_has_its_words_and_every_word_its_code() -> None:
    made = _codes_in_code()
    package = Path(schemas.__file__).parent
    load = "".join(path.read_text(encoding="utf-8") for path in sorted((package / "load").glob("*.py")))
    places = ("pipeline/resent.py", "pipeline/before.py", "validate/owncolumns.py")
    others = "".join((package / place).read_text(encoding="utf-8") for place in places)
    loaded = set(re.findall(r"KT\d{3}", load + others))
    assert made - set(catalogue.rules()) == set()
    assert set(catalogue.rules()) - made - loaded == set()
    assert len(made) >= 90


def test_every_rule_is_tried_by_these_tests() -> None:
    tests = sorted(Path(__file__).parent.glob("test_validate_*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in tests)
    assert sorted(_codes_in_code() - set(re.findall(r"\"(KT\d{3})\"", text))) == []
