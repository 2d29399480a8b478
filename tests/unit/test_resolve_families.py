from __future__ import annotations

import polars as pl

from kalteng_data.resolve.families import ADDRESS_LIMIT, families

OLD, NEW, OTHER = "6203010101100001", "6203010101240007", "6203010505150042"
SLIP = "6203010101240008"

SCHEMA = {
    "person": pl.UInt32, "no_kk": pl.String, "recency": pl.Int64, "kode_desa": pl.String, "rt": pl.String,
    "rw": pl.String, "alamat_cocok": pl.String, "kk_mentah": pl.String,
}  # fmt: skip
PUSAT, PROVINSI, KABUPATEN = 1, 2, 3


def rows(*given: tuple[int, str | None, int], home: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"person": p, "no_kk": card, "recency": fresh, "kode_desa": "62.03.01.2001", "rt": "001",
             "rw": "002", "alamat_cocok": home, "kk_mentah": card}
            for p, card, fresh in given
        ],
        schema=SCHEMA,
    )  # fmt: skip


def by_family(frame: pl.DataFrame) -> set[frozenset[int]]:
    groups = families(frame).group_by("family").agg("person")["person"].to_list()
    return {frozenset(group) for group in groups}


def test_the_freshest_card_decides() -> None:
    frame = rows(
        (1, OLD, PUSAT), (1, NEW, KABUPATEN), (2, NEW, KABUPATEN), (3, OLD, PUSAT), (3, OTHER, KABUPATEN)
    )
    assert by_family(frame) == {frozenset({1, 2}), frozenset({3})}


def test_a_person_left_out_of_the_fresh_list_follows_the_family_to_its_new_card() -> None:
    frame = rows(*((p, OLD, PUSAT) for p in (1, 2, 3)), *((p, NEW, KABUPATEN) for p in (1, 2)))
    assert by_family(frame) == {frozenset({1, 2, 3})}


def test_a_family_that_split_stays_split() -> None:
    old = [(p, OLD, PUSAT) for p in (1, 2, 3, 4)]
    frame = rows(*old, (1, NEW, KABUPATEN), (2, NEW, KABUPATEN), (3, OTHER, KABUPATEN), (4, OTHER, KABUPATEN))
    assert by_family(frame) == {frozenset({1, 2}), frozenset({3, 4})}


def test_one_who_married_does_not_draw_the_family_along() -> None:
    frame = rows(*((p, OLD, KABUPATEN - 1) for p in (1, 2, 3, 4)), (4, OTHER, KABUPATEN))
    assert by_family(frame) == {frozenset({1, 2, 3}), frozenset({4})}


def test_a_slip_in_a_card_number_does_not_part_a_family() -> None:
    frame = rows((1, NEW, PROVINSI), (2, NEW, PROVINSI), (2, NEW, KABUPATEN), (1, SLIP, KABUPATEN))
    assert by_family(frame) == {frozenset({1, 2})}


def test_a_slip_that_hits_the_card_of_another_larger_family_is_no_move() -> None:
    neighbours = [(p, SLIP, KABUPATEN) for p in (3, 4, 5)]
    mine = [(1, NEW, PUSAT), (1, NEW, PROVINSI), (1, SLIP, KABUPATEN), (2, NEW, PUSAT), (2, NEW, KABUPATEN)]
    assert by_family(rows(*mine, *neighbours)) == {frozenset({1, 2}), frozenset({3, 4, 5})}


def test_people_without_card_are_placed_by_a_home_that_few_share() -> None:
    frame = rows((1, OLD, PUSAT), (2, None, PUSAT), (3, None, PUSAT), home="MAWAR 3")
    assert by_family(frame) == {frozenset({1, 2, 3})}


def test_a_street_is_no_home() -> None:
    people = range(1, ADDRESS_LIMIT + 3)
    assert len(by_family(rows(*((p, None, PUSAT) for p in people), home="TJILIK RIWUT"))) == len(people)


def test_nobody_is_lost_and_each_has_one_family() -> None:
    frame = rows((1, None, PUSAT), (2, OLD, PUSAT), (2, NEW, PUSAT), (3, None, KABUPATEN), (3, None, PUSAT))
    assert families(frame)["person"].to_list() == [1, 2, 3]


def test_of_two_cards_in_one_list_the_one_that_other_lists_state_is_the_present_one() -> None:
    frame = rows(
        (1, OLD, KABUPATEN), (1, NEW, KABUPATEN), (1, OLD, PUSAT), (2, OLD, KABUPATEN), (3, NEW, KABUPATEN)
    )
    assert by_family(frame) == {frozenset({1, 2}), frozenset({3})}


def test_of_two_cards_in_one_list_the_one_that_more_people_hold_is_the_present_one() -> None:
    frame = rows((1, OLD, KABUPATEN), (1, NEW, KABUPATEN), (2, NEW, KABUPATEN), (3, NEW, KABUPATEN))
    assert by_family(frame) == {frozenset({1, 2, 3})}
