"""What is promised of the invented people: numbers by the rules, families with structure, names of a skew."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from benchmarks.province import Province, make_province
from benchmarks.province.profiles import LEVELS, table
from benchmarks.province.slips_numbers import damage
from benchmarks.province.traps import TRAPS
from polars.testing import assert_frame_equal

from kalteng_data import reference


@pytest.fixture(scope="module")
def real() -> Province:
    return make_province(20_000, 11, "real")


@pytest.fixture(scope="module")
def rows(real: Province) -> pl.DataFrame:
    return pl.concat([frame.with_columns(level=pl.lit(level)) for level, frame in real.records.items()])


@lru_cache(maxsize=40)
def rough(seed: int) -> Province:
    return make_province(6000, seed, "rough")


def share(rows: pl.DataFrame, level: str, pattern: str) -> float:
    mine = rows.filter(pl.col("level") == level)["traps"].str.contains(pattern)
    return float(mine.sum()) / len(mine)


def clean(rows: pl.DataFrame, *traps: str) -> pl.DataFrame:
    """Rows on which none of ``traps`` (parts of a trap's name) was done."""
    return rows.filter(~pl.col("traps").str.contains("|".join(traps)))


def test_the_same_seed_gives_the_same_province_and_another_seed_another() -> None:
    first, again, other = (make_province(1500, seed, "real") for seed in (5, 5, 6))
    for level in LEVELS:
        assert_frame_equal(first.records[level], again.records[level])
    assert first.records["pusat"]["nama"].to_list() != other.records["pusat"]["nama"].to_list()


def test_the_profiles_of_one_seed_share_their_people() -> None:
    mild, rough = (make_province(1500, 5, profile) for profile in ("mild", "rough"))
    assert mild.villages.equals(rough.villages)
    names = [set(clean(p.records["kabupaten"], "name_", "copied")["nama"].to_list()) for p in (mild, rough)]
    assert len(names[0] & names[1]) > 0.8 * min(map(len, names))


def test_rates_of_real_reach_what_is_asked_in_the_list_where_they_are_worst(
    real: Province, rows: pl.DataFrame
) -> None:
    def worst(pattern: str) -> float:
        return max(share(rows, level, pattern) for level in LEVELS)

    assert worst("name_") >= 0.12
    assert (
        max(1 - float(real.records[level]["has_nik"].sum()) / real.records[level].height for level in LEVELS)
        > 0.14
    )
    assert worst("rt_rw_") >= 0.10
    assert worst("address_otherwise") >= 0.25
    assert worst("nik_shifted") > 0.0


def test_one_in_ten_families_moved_or_split_unknown_to_the_stalest_list(rows: pl.DataFrame) -> None:
    pusat = rows.filter(pl.col("level") == "pusat")
    families = pusat.group_by("no_kk").agg(
        pl.col("traps").str.contains(r"\b(?:moved|split|married)\b").any().alias("gone")
    )
    assert families["gone"].sum() / families.height >= 0.10


def test_the_table_names_a_worst_list_for_every_kind_and_grows_with_the_profile() -> None:
    for kind, row in table().items():
        assert max(row[level] for level in LEVELS) == pytest.approx(1.0), kind
        assert row["mild"] <= row["real"] <= row["rough"], kind


def test_niks_follow_the_rules_where_nothing_was_done_to_them(rows: pl.DataFrame) -> None:
    good = clean(rows.filter("has_nik"), "nik_", "date_", "sex_", "copied")
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int64)
    good = good.with_columns((day - pl.when(pl.col("sex") == "P").then(40).otherwise(0)).alias("day"))
    assert good["nik"].str.len_chars().unique().to_list() == [16]
    assert (good["day"] == good["hari"]).all()
    assert (good["nik"].str.slice(8, 2).cast(pl.Int64) == good["bulan"]).all()
    assert (good["nik"].str.slice(10, 2).cast(pl.Int64) == good["tahun"] % 100).all()
    assert good["nik"].str.slice(12).cast(pl.Int64).min() >= 1
    assert good.group_by("nik").agg(pl.col("person").n_unique())["person"].max() == 1
    own = pl.col("nik").str.slice(0, 4) == pl.col("regency").str.replace(".", "", literal=True)
    assert 0.8 < good.select(own.mean()).item() < 0.97


def test_twins_of_one_sex_have_consecutive_niks_that_share_fifteen_digits(rows: pl.DataFrame) -> None:
    twins = clean(rows.filter(pl.col("twin_group").is_not_null() & pl.col("has_nik")), "nik_", "copied")
    groups = twins.group_by("twin_group", "sex").agg(pl.col("nik").unique().sort())["nik"].to_list()
    pairs = [tuple(map(int, group)) for group in groups if len(group) == 2]
    assert len(pairs) > 10
    assert all(b - a == 1 for a, b in pairs)
    assert sum(a // 10 == b // 10 for a, b in pairs) > 0.8 * len(pairs)


def test_a_third_and_more_of_the_people_have_one_word_as_their_name(rows: pl.DataFrame) -> None:
    people = rows.unique("person")
    assert 0.33 < float(people["one_word_name"].sum()) / people.height < 0.5


def test_names_are_skewed_and_many(rows: pl.DataFrame) -> None:
    first = rows.unique("person")["nama"].str.split(" ").list.first().value_counts(sort=True)
    assert first.height > 400
    assert first["count"].head(20).sum() > 0.15 * first["count"].sum()


def test_families_have_structure(rows: pl.DataFrame) -> None:
    kabupaten = clean(rows.filter(pl.col("level") == "kabupaten"), "role_", "listed_twice")
    size = kabupaten.group_by("no_kk").len()["len"]
    assert 0.03 < (size == 1).sum() / len(size) < 0.3
    assert {1, 3, 4, 5, 6, 7, 9} <= set(kabupaten["shdk"].unique().to_list())
    heads = kabupaten.filter(pl.col("shdk") == 1)
    assert 0.05 < (heads["sex"] == "P").sum() / heads.height < 0.4
    assert heads.unique("no_kk").height > 0.9 * len(size)


def test_villages_are_real_neighbours_of_several_regencies_at_real_density(real: Province) -> None:
    known = reference.villages()["kode_desa"].implode()
    assert real.villages["kode_desa"].is_in(known).all()
    assert real.villages["kode_kabupaten"].n_unique() >= 3
    assert real.villages.height == round(20_000 / 1800)
    by_kecamatan = real.villages.group_by("kode_kecamatan").len()["len"]
    assert (by_kecamatan > 1).any()


def test_the_lists_overlap_and_cover_differently(rows: pl.DataFrame) -> None:
    covered = {lv: rows.filter(pl.col("level") == lv)["person"].n_unique() / 20_000 for lv in LEVELS}
    assert 0.4 < covered["pusat"] < covered["provinsi"] < covered["kabupaten"] < 0.97
    lists = rows.group_by("person").agg(pl.col("level").n_unique())["level"]
    assert (lists == 3).sum() > 0.25 * len(lists)


def test_every_trap_occurs_under_some_seed() -> None:
    missing = set(TRAPS)
    for seed in range(1, 40):
        for frame in rough(seed).records.values():
            missing -= {trap for combination in frame["traps"].unique() for trap in combination.split(";")}
        if not missing:
            return
    assert not missing


def test_a_shifted_block_holds_the_nik_of_the_row_above(real: Province) -> None:
    found = 0
    for frame in real.records.values():
        lines = frame.select("traps", "nik", "village").rows()
        for above, line in pairwise(lines):
            if "nik_shifted" in line[0] and not any(
                "nik_" in t.replace("nik_shifted", "") for t in (above[0], line[0])
            ):
                found += above[1] == line[1] or "nik_shifted" in above[0]
    assert found > 0


def test_damage_changes_a_number_in_the_way_it_is_called() -> None:
    rng = np.random.default_rng(3)
    numbers = rng.integers(6201_0101_0170_0001, 6299_0101_0170_0001, 500)
    for kind, length in (("slip", 16), ("swap", 16), ("lost", 15), ("doubled", 17)):
        damaged = damage(numbers, kind, rng)
        assert (damaged != numbers).all()
        assert {len(str(v)) for v in damaged.tolist()} == {length}
    swapped = damage(numbers, "swap", rng)
    alike = [
        sorted(str(a)) == sorted(str(b)) for a, b in zip(numbers.tolist(), swapped.tolist(), strict=True)
    ]
    assert sum(alike) > 400


def test_a_column_that_a_spreadsheet_rounded_ends_in_zero_and_is_a_number() -> None:
    for seed in range(1, 40):
        for frame in rough(seed).records.values():
            hit = frame.filter(pl.col("traps").str.contains(r"\bnik_rounded_column\b"))
            if hit.height:
                assert hit["nik"].str.ends_with("0").all()
                assert hit["nik_angka"].all()
                return
    pytest.fail("no seed damaged a column")
