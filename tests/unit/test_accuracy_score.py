"""The scorer on examples small enough to count by hand."""

from __future__ import annotations

import polars as pl
import pytest
from benchmarks.accuracy.pairs import Pairs, count
from benchmarks.accuracy.score import Score, merged_groups, score
from benchmarks.accuracy.stages import losses

LISTS = (
    # level, file, sheet, row, person, family, village, traps, sex, twin_group
    ("pusat", "a.csv", "", 2, "P1", "F1", "62.01.01.2003", "", "L", None),
    ("pusat", "a.csv", "", 3, "P2", "F1", "62.01.01.2003", "twin", "P", "T1"),
    ("provinsi", "b.xlsx", "Satu", 7, "P1", "F1", "62.01.01.2003", "moved", "L", None),
    ("provinsi", "b.xlsx", "Dua", 7, "P2", "F1", "62.01.01.2003", "twin;moved", "P", "T1"),
    ("kabupaten", "c.xlsx", "Data", 2, "P1", "F1", "62.01.02.1008", "", "L", None),
    ("kabupaten", "c.xlsx", "Data", 3, "P3", "F2", "62.01.01.2003", "twin", "P", "T1"),
)


@pytest.fixture
def truth() -> pl.DataFrame:
    names = ("level", "file", "sheet", "row", "person", "family", "village", "traps", "sex", "twin_group")
    return pl.DataFrame(LISTS, schema=names, orient="row").with_columns(
        pl.col("row").cast(pl.UInt32),
        one_word_name=pl.col("person") == "P3",
        has_nik=pl.col("person") != "P1",
        regency=pl.col("village").str.slice(0, 5),
        namesake_group=pl.lit(None, dtype=pl.String),
    )


# What the lineage says: the truth's rows with an identity and a family each.
def lineage(truth: pl.DataFrame, people: list[str | None], families: list[str | None]) -> pl.DataFrame:
    text = pl.when(pl.col("sheet") == "").then(pl.lit("a")).otherwise("sheet")
    return truth.select(
        pl.format("r{}", pl.int_range(pl.len())).alias("record_id"),
        "level", "file", text.alias("sheet"), "row",
        pl.Series("id_penduduk", people, dtype=pl.String),
        pl.Series("id_keluarga", families, dtype=pl.String),
        pl.col("village").alias("kode_desa"),
        pl.Series("status", ["merged" if p else "quarantined" for p in people]),
    )  # fmt: skip


RIGHT = ["a", "b", "a", "b", "a", "c"]
HOMES = ["x", "x", "x", "x", "x", "y"]


def test_a_merge_without_fault_scores_one(truth: pl.DataFrame) -> None:
    found = score(lineage(truth, RIGHT, HOMES), truth)
    assert found.people == Pairs(true=4, found=4, both=4)
    assert found.families == Pairs(true=10, found=10, both=10)
    assert (found.lost, found.twice, found.strange, found.quarantined) == (0, 0, 0, 0)
    assert (found.village_right, found.village_wrong) == (6, 0)
    assert (found.twins.groups, found.twins.merged, found.shared, found.identities) == (1, 0, 0, 3)


def test_two_people_under_one_identity_are_false_pairs_and_merged_twins(truth: pl.DataFrame) -> None:
    found = score(lineage(truth, ["a", "b", "a", "b", "a", "b"], HOMES), truth)
    assert found.people == Pairs(true=4, found=6, both=4)
    assert (found.twins.merged, found.shared) == (1, 1)
    assert found.subgroups["women"] == Pairs(true=1, found=3, both=1)
    assert found.subgroups["one-word names"] == Pairs(true=0, found=2, both=0)


def test_a_split_person_loses_pairs_on_every_trap_of_its_rows(truth: pl.DataFrame) -> None:
    found = score(lineage(truth, ["a", "b", "d", "b", "a", "c"], HOMES), truth)
    assert found.people == Pairs(true=4, found=2, both=2)
    assert found.traps["moved"] == Pairs(true=3, found=1, both=1)
    assert found.traps["twin"] == Pairs(true=1, found=1, both=1)
    assert found.trap_rows["twin"] == 3
    assert found.subgroups["without NIK"].lost == 2
    assert found.subgroups["regency 62.01"].lost == 2


def test_a_quarantined_row_misses_its_pairs(truth: pl.DataFrame) -> None:
    found = score(lineage(truth, [None, "b", "a", "b", "a", "c"], [None, *HOMES[1:]]), truth)
    assert found.quarantined == 1
    assert found.people == Pairs(true=4, found=2, both=2)
    assert found.families == Pairs(true=10, found=6, both=6)


def test_rows_lost_twice_and_strange_are_counted(truth: pl.DataFrame) -> None:
    whole = lineage(truth, RIGHT, HOMES)
    moved = whole.with_columns(
        pl.when(pl.col("row") == 3).then(99).otherwise("row").cast(pl.UInt32).alias("row")
    )
    found = score(pl.concat([moved, moved.head(1)]), truth)
    assert (found.lost, found.twice, found.strange) == (2, 1, 2)


def test_equal_rows_of_two_sheets_are_told_apart(truth: pl.DataFrame) -> None:
    turned = {"Satu": "Dua", "Dua": "Satu"}
    whole = lineage(truth, RIGHT, HOMES).with_columns(pl.col("sheet").replace(turned))
    assert score(whole, truth).people.both == 0 + 1  # only P1 of the first and the last file


def test_a_village_named_wrongly_is_wrong_and_an_unnamed_one_is_neither(truth: pl.DataFrame) -> None:
    stated = ["62.01.01.2003", "62.01.01.2034", None, *truth["village"].to_list()[3:]]
    found: Score = score(lineage(truth, RIGHT, HOMES).with_columns(kode_desa=pl.Series(stated)), truth)
    assert (found.village_right, found.village_wrong) == (4, 1)


def test_namesakes_of_whom_nobody_shares_an_identity_are_not_merged() -> None:
    rows = pl.DataFrame(
        {"group": ["N1", "N1", "N2", "N2"], "person": ["a", "b", "c", "d"], "id_penduduk": list("1233")}
    )
    found = merged_groups(rows, "group")
    assert (found.groups, found.merged) == (2, 1)


def test_counting_nothing_gives_perfect_shares() -> None:
    empty = pl.DataFrame(schema={"t": pl.String, "f": pl.String})
    found = count(empty, "t", "f")
    assert (found.precision, found.recall, found.f1) == (1.0, 1.0, 1.0)


def test_a_lost_pair_is_placed_at_the_stage_that_lost_it() -> None:
    rows = pl.DataFrame(
        {
            "person": ["p"] * 4 + ["q"] * 2,
            "record_id": ["1", "2", "3", "4", "5", "6"],
            "id_penduduk": ["x", "x", "y", "z", "w", None],
            "traps": ["", "moved", "", "nik_slip", "", ""],
        }
    )
    pairs = pl.DataFrame(
        {"record_id_l": ["3", "4", "4"], "record_id_r": ["1", "2", "3"], "match_probability": [0.9, 0.1, 0.6]}
    )
    found = losses(rows, pairs)
    # Lost: 1-3 and 3-4 likely and yet apart, 2-4 unlikely, 1-4 and 2-3 never compared, 5-6 unread.
    assert found.total == {"unread": 1, "blocking": 2, "weighing": 1, "clustering": 2}
    assert found.traps["moved"] == {"unread": 0, "blocking": 1, "weighing": 1, "clustering": 0}
    assert found.traps["nik_slip"] == {"unread": 0, "blocking": 1, "weighing": 1, "clustering": 1}
