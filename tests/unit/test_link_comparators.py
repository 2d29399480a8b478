"""Comparators: each level names the error that made it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from kalteng_data.link.codes import CodeComparator, PlaceComparator, TextComparator
from kalteng_data.link.columns import Columns, Pairs
from kalteng_data.link.dates import DateComparator
from kalteng_data.link.identity import IdentityComparator
from kalteng_data.link.names import NameComparator

if TYPE_CHECKING:
    from kalteng_data.link.model import Comparator


def level(comparator: Comparator, **columns: list[object]) -> str:
    """Level of the pair of the two records given as lists of two values."""
    schema = {"s": pl.String}
    frame = pl.DataFrame(columns, schema_overrides=schema)
    encoded = pl.DataFrame([s.rename(f"{comparator.field}.{p}") for p, s in comparator.encode(frame).items()])
    one, two = np.array([0], dtype=np.uint32), np.array([1], dtype=np.uint32)
    forth = comparator.compare(Pairs(Columns.of(encoded), one, two))[0]
    back = comparator.compare(Pairs(Columns.of(encoded), two, one))[0]
    assert forth == back, "a level does not depend on which record stands left"
    return comparator.levels[forth]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("SITI AMINAH", "SITI AMINAH", "exact"),
        ("SITI AMINAH", "SITI AMINNAH", "typo"),
        ("SITI AMINAH", "SITI AMNIAH", "typo"),
        ("RUDI NARANG", "RUDI", "missing_word"),
        ("MARIA YULIANA NARANG", "MARIA YULIANA", "missing_word"),
        ("MUHAMMAD YUSUF", "M YUSUF", "variant"),
        ("SYAMSUDIN", "UDIN", "variant"),
        ("MUHAMMAD RIZKI", "RIZKI", "variant"),
        ("SUPRIYADI NARANG", "SUPRIADI", "variant"),
        ("AHMAD FAUZI", "AHMAD GUNAWAN", "shared_first"),
        ("TEGUH SANTOSO", "BAYU SANTOSO", "shared_word"),
        ("DARMAWAN", "DARMANTO", "similar"),
        ("DARMAWAN", "YULI", "different"),
        ("DARMAWAN", None, "missing"),
    ],
)
def test_levels_of_names_name_the_slip(one: str, two: str | None, expected: str) -> None:
    assert level(NameComparator("n", "s", "s"), s=[one, two]) == expected


def test_names_that_only_sound_alike_are_told_from_equal_ones() -> None:
    comparator = NameComparator("n", "s", "b")
    assert level(comparator, s=["JUSUF", "YUSUP"], b=["YUSUF", "YUSUF"]) == "sound"


@pytest.mark.parametrize(
    ("one", "two", "trust", "expected"),
    [
        ("6203011708800001", "6203011708800001", [True, True], "equal"),
        ("6203011708800001", "6203011708800001", [True, None], "equal_unproven"),
        ("6203011708800001", "6203011708800001", [True, False], "equal_contradicted"),
        ("6203011708800001", "6203011709800001", [True, False], "slip"),
        ("6203011708800001", "6203017108800001", [True, False], "slip"),
        ("6203011708800001", "6203021708800001", [True, True], "slip"),
        ("6203011708800001", "6203011809800001", [True, True], "differ_trusted"),
        ("6203011708800001", "6203011709800001", [True, True], "differ_trusted"),
        ("6203011708800001", "6203011708800002", [True, True], "next_serial"),
        ("6203011708800001", "6203011708800043", [True, True], "serial"),
        ("6203011708800001", "6210055203990009", [True, False], "differ"),
        ("6203011708800001", None, [True, None], "missing"),
        ("6203011708800001", "620301170880", [True, None], "missing"),
    ],
)
def test_levels_of_identity_numbers(
    one: str, two: str | None, trust: list[bool | None], expected: str
) -> None:
    assert level(IdentityComparator("i", "s", trust="t"), s=[one, two], t=trust) == expected


def test_a_rounded_number_is_near_its_true_value_and_trusted_by_nobody() -> None:
    comparator = IdentityComparator("i", "s", trust="t", rounded="r")
    near = level(comparator, s=["6203011708800007", "6203011708800000"], t=[True, True], r=[False, True])
    slip = level(comparator, s=["6203011708800007", "6203011708810000"], t=[True, True], r=[False, True])
    far = level(comparator, s=["6203011708800007", "6203015203990000"], t=[True, True], r=[False, True])
    assert (near, slip, far) == ("rounded", "rounded", "differ")


@pytest.mark.parametrize(
    ("one", "two", "vague", "expected"),
    [
        (date(1980, 8, 7), date(1980, 8, 7), [False, False], "exact"),
        (date(1980, 8, 7), date(1980, 7, 8), [False, False], "swapped"),
        (date(1980, 8, 7), date(1980, 8, 17), [False, False], "part"),
        (date(1980, 8, 7), date(1981, 8, 7), [False, False], "part"),
        (date(1980, 8, 7), date(1980, 1, 1), [False, True], "year"),
        (date(1980, 8, 7), date(1981, 1, 1), [False, True], "near_year"),
        (date(1980, 8, 7), date(1990, 1, 1), [False, True], "differ_vague"),
        (date(1980, 8, 7), date(1991, 2, 3), [False, False], "differ"),
        (date(1980, 8, 7), None, [False, False], "missing"),
    ],
)
def test_levels_of_dates(one: date, two: date | None, vague: list[bool], expected: str) -> None:
    assert level(DateComparator("d", "d", vague="v"), d=[one, two], v=vague) == expected


def test_a_guessed_year_is_compared_but_no_record_is_sought_by_it() -> None:
    comparator = DateComparator("d", "d", vague="v", guessed="g")
    frame = pl.DataFrame({
        "d": [date(1980, 8, 7), date(1980, 1, 1), date(1980, 1, 1)],
        "v": [False, True, True],
        "g": [False, False, True],
    })  # fmt: skip
    keys = comparator.encode(frame)["year"]
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)
    told = level(comparator, d=[date(1980, 8, 7), date(1981, 1, 1)], v=[False, True], g=[False, True])
    assert told == "near_year"


def test_places_are_compared_from_the_smallest_up() -> None:
    comparator = PlaceComparator("p", "s", (8, 5))
    here = "62.01.01.2003"
    others = ["62.01.01.2003", "62.01.01.2004", "62.01.02.2003", "62.02.01.2003", None]
    assert [level(comparator, s=[here, other]) for other in others] == [
        "same",
        "near",
        "region",
        "elsewhere",
        "missing",
    ]


def test_codes_may_be_compatible_and_partly_known() -> None:
    role = CodeComparator("c", ("s",), compatible=(("ANAK", "ISTRI"),))
    assert level(role, s=["ANAK", "ISTRI"]) == "compatible"
    assert level(role, s=["ANAK", "MERTUA"]) == "differ"
    both = CodeComparator("c", ("s", "w"))
    assert level(both, s=["001", "001"], w=["002", "003"]) == "partly"
    assert level(both, s=["001", "001"], w=["002", None]) == "equal"


def test_addresses_are_close_when_most_letters_agree() -> None:
    comparator = TextComparator("a", "s")
    assert level(comparator, s=["JALAN MERANTI 16", "JALAN MERANTI 6"]) == "close"
    assert level(comparator, s=["JALAN MERANTI 16", "DESA TUMBANG JALA"]) == "differ"
