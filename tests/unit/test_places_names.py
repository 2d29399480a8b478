from __future__ import annotations

import pytest

from kalteng_data.places.match import WITHIN_KECAMATAN, WITHIN_PROVINCE, Pool, likeness
from kalteng_data.places.names import readings


def same(left: str, right: str) -> bool:
    theirs = {(r.folded, r.numbers) for r in readings(right)}
    return any((r.folded, r.numbers) in theirs for r in readings(left))


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("DESA TBG. LAPAN", "Tumbang Lapan"),
        ("Tb.Lapan", "Tumbang Lapan"),
        ("Ma. Joloi 2", "Muara Joloi II"),
        ("S. Pasah", "Sei Pasah"),
        ("SeiPasah", "Sungai Pasah"),
        ("Sei/Sungai Pasah", "Sei Pasah"),
        ("Kel. Ampah Dua", "Ampah II"),
        ("PATAS2", "Patas II"),
        ("PATASII", "Patas 2"),
        ("Karetau Manta`a", "Karetau Manta'a"),
        ("KARYA  BAKTI", "Karya Bhakti"),
        ("Sumberejo", "Sumber Rejo"),
        ("Taniran", "Pasar Panas/Taniran"),
        ("SARAPAT (EX HARARA)", "Sarapat"),
        ("UPT Kuala Pembuang I (Desa)", "Kuala Pembuang 1"),
        ("Gunung Bintang Awai", "Gn. Bintang Awai"),
        ("KAB. KOTA WARINGIN BARAT", "Kotawaringin Barat"),
        ("Kobar", "Kotawaringin Barat"),
        ("Kota Palangka Raya", "Palangkaraya"),
    ],
)
def test_the_ways_of_writing_read_as_the_official_name(written: str, official: str) -> None:
    assert same(written, official)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Patas I", "Patas II"),
        ("Benangin II", "Benangin 5"),
        ("Sabuai", "Sabuai Timur"),
        ("Harara", "Sarapat (ex Harara)"),
    ],
)
def test_different_villages_read_differently(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_numeral_that_differs_is_no_likeness_at_all() -> None:
    assert likeness("Patas I", "Patas II") == 0.0


def test_what_holds_no_name_has_no_reading() -> None:
    assert readings("-") == readings("") == readings("Desa") == ()


def pool(*names: str) -> Pool:
    made = Pool()
    for name in names:
        made.add(name, name)
    return made


def test_a_slip_is_forgiven_only_when_no_other_village_is_near() -> None:
    assert pool("Marga Mulya", "Tanah Putih").find("Marga Mulye", WITHIN_KECAMATAN).code == "Marga Mulya"
    assert pool("Marga Mulya", "Tanah Putih").find("Margo Mulxa", WITHIN_KECAMATAN).certainty < 0.99
    doubtful = pool("Tumbang Kanei", "Tumbang Kawei").find("Tumbang Kasei", WITHIN_KECAMATAN)
    assert doubtful.code is None
    assert set(doubtful.candidates) == {"Tumbang Kanei", "Tumbang Kawei"}


def test_a_glued_numeral_is_never_forgiven_as_a_slip() -> None:
    assert pool("Lahei II", "Benao Hulu").find("LaheiI", WITHIN_KECAMATAN).code is None


def test_a_number_in_words_is_known_without_its_space_but_never_mistaken_for_another() -> None:
    made = pool("Pangkalan Tiga", "Pangkalan Dewa")
    assert made.find("PANGKALANTIGA", WITHIN_KECAMATAN).code == "Pangkalan Tiga"
    assert made.find("PANGKALANLIMA", WITHIN_KECAMATAN).code is None


def test_without_a_region_a_right_spelling_yields_to_a_habit_of_another_village() -> None:
    both = pool("Pematang Limau", "Pamatang Limau")
    assert both.find("PEMATANG LIMAU", WITHIN_KECAMATAN).code == "Pematang Limau"
    assert both.find("PEMATANG LIMAU", WITHIN_PROVINCE).code is None


def test_an_old_name_means_its_village_unless_it_is_another_ones_name_now() -> None:
    made = Pool()
    made.add("a", "Kurun", ["Kuala Kurun", "Tewah"])
    made.add("b", "Tewah")
    assert made.find("KUALA KURUN", WITHIN_KECAMATAN).code == "a"
    assert made.find("Tewah", WITHIN_KECAMATAN).code == "b"
