"""Names: one person's documents agree after titles, abbreviations and spellings are folded."""

from __future__ import annotations

import polars as pl
import pytest

from kalteng_data.standardise.names import names, printed
from kalteng_data.standardise.text import clean


def forms(name: str) -> dict[str, str | None]:
    return names(pl.Series("nama", [name])).row(0, named=True)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("H. ABDUL KARIM", "ABDUL KARIM"),
        ("Hj. Rohani, S.Pd", "ROHANI"),
        ("Drs. H. Achmad Zaini, S.Sos., M.M.", "AHMAD ZAINI"),
        ("K.H. ZAINUDDIN", "ZAINUDDIN"),
        ("MUNIAH (ALMN0", "MUNIAH"),
        ("AMIR (ALM)", "AMIR"),
        ("ALM. AMIR", "AMIR"),
        ("ABD.RAHMAN BIN SALEH", "ABDUL RAHMAN SALEH"),
        ("M. MUT'ROF", "MUHAMMAD MUTROF"),
        ("MUH. YUSUP", "MUHAMMAD YUSUF"),
        ("H.M.YUSUF", "MUHAMMAD YUSUF"),
        ("MD NOOR", "MUHAMMAD NUR"),
        ("ST. AMINAH", "SITI AMINAH"),
        ("ANDI, ST", "ANDI"),
        ("  siti\u00a0\u00a0 aminah ", "SITI AMINAH"),
        ("S1TI", "S1TI"),
        ("REN\u00c9", "RENE"),
    ],
)
def test_the_name_that_is_compared_has_no_title_and_one_spelling(written: str, canonical: str) -> None:
    assert forms(written)["nama_cocok"] == canonical


@pytest.mark.parametrize("title", ["H.", "Hj", "ALM", "H", "HAJI", "SE"])
def test_a_name_that_looks_like_a_title_is_not_emptied(title: str) -> None:
    assert forms(title)["nama_cocok"] is not None


def test_a_letter_is_short_for_muhammad_only_before_another_name() -> None:
    assert forms("M")["nama_cocok"] == "M"
    assert forms("ANDI M YUSUF")["nama_cocok"] == "ANDI M YUSUF"


def test_the_printed_name_keeps_its_title() -> None:
    assert forms(" hj.  rohani, S.Pd ")["nama"] == "HJ. ROHANI, S.PD"


@pytest.mark.parametrize("nothing", ["", "-", "--", "\u200b", "123", "tidak ada", "NULL"])
def test_a_cell_without_a_name_gives_none(nothing: str) -> None:
    assert set(forms(nothing).values()) == {None}


@pytest.mark.parametrize(
    ("written", "first", "other"),
    [
        ("BUDI ALIAS ANTO", "BUDI", "ANTO"),
        ("RUDI / RUDI NARANG", "RUDI", "RUDI NARANG"),
        ("AMAT (AHMAT)", "AMAT", "AHMAD"),
        ("BUDI (ALM)", "BUDI", None),
        ("BUDI als. Hj. ANI", "BUDI", "ANI"),
    ],
)
def test_two_names_of_one_person_are_told_apart(written: str, first: str, other: str | None) -> None:
    found = forms(written)
    assert (found["nama_cocok"], found["nama_lain"]) == (first, other)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("SOEPARDJO", "SUPARJO"), ("TJOKRO", "COKRO"), ("NORHAYATI", "NURHAYATI"), ("SYAHRANI", "SAHRANI"),
        ("FATIMAH", "PATIMAH"), ("ZAINAL", "JAINAL"), ("FACHRUDDIN", "FAHRUDIN"), ("AISYAH", "AISAH"),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_sound_alike(one: str, another: str) -> None:
    assert forms(one)["nama_bunyi"] == forms(another)["nama_bunyi"]


@pytest.mark.parametrize(("one", "another"), [("BUDI", "BUTI"), ("RUDI", "RUBI"), ("SITI", "SATI")])
def test_different_names_do_not_sound_alike(one: str, another: str) -> None:
    assert forms(one)["nama_bunyi"] != forms(another)["nama_bunyi"]


def test_rows_keep_their_order_and_repeats() -> None:
    written = pl.Series("nama", ["B", None, "A", "B", "-"])
    assert names(written)["nama"].to_list() == ["B", None, "A", "B", None]


def test_tidy_and_untidy_cells_print_alike() -> None:
    written = pl.Series("nama", ["Siti Aminah", " Siti  Aminah", "siti aminah,"])
    assert names(written)["nama"].to_list() == clean(written, printed).to_list() == ["SITI AMINAH"] * 3


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("7. Surya Contoh", "SURYA CONTOH"), ("12) DARMI", "DARMI"), ("3.Hj. Rusmini", "HJ. RUSMINI"),
        ("Surya Contoh (Kep. Keluarga)", "SURYA CONTOH"),
        ("DARMI [menantu]", "DARMI"), ("DARMI (anak 3)", "DARMI"),
        # A nickname, a title and a number without its point stay.
        ("SURYA (AMAT)", "SURYA (AMAT)"), ("SURYA (ALM)", "SURYA (ALM)"), ("3 DARMI", "3 DARMI"),
    ],
)  # fmt: skip
def test_a_lists_number_and_a_role_in_brackets_are_no_part_of_a_name(cell: str, name: str) -> None:
    assert names(pl.Series([cell]))["nama"].item() == name
