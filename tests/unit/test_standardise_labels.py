"""Coded fields: words in any spelling, numbers only by the codebook of their table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.fields import RAW_PERSON
from kalteng_data.model import Kind, Settled, Source, Table
from kalteng_data.standardise.aid import desil, flag
from kalteng_data.standardise.codebooks import codebooks
from kalteng_data.standardise.labels import labels
from kalteng_data.standardise.rows import whole
from kalteng_data.standardise.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


def rows(table: int = 0, **columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    data = {"table": [table] * height, **columns}
    frame = pl.DataFrame(data, schema_overrides={"table": pl.UInt32, **dict.fromkeys(columns, pl.String)})
    return whole(frame, RAW_PERSON)


def read(raw: pl.DataFrame, declared: Mapping[int, str] | None = None) -> tuple[pl.DataFrame, dict[str, str]]:
    tables = [
        Table(table, Source(Path("a.csv"), "a.csv"), "", Kind.PENDUDUK, 1, (), 1,
              settled=(Settled("codebook", book, "declared"),))
        for table, book in (declared or {}).items()
    ]  # fmt: skip
    books = codebooks(raw, tables)
    found, unread = labels(raw, books)
    decisions = pl.concat([books, unread])
    return found, dict(zip(decisions["field"], decisions["decision"], strict=True))


def household(roles: str) -> dict[str, list[str | None]]:
    """Twelve couples with three children each under the role numbers of ``roles``: head, wife, child."""
    head, wife, child = roles
    one = [(head, "L"), (wife, "P"), (child, "L"), (child, "P"), (child, "L")]
    return {"shdk": [role for role, _ in one] * 12, "jenis_kelamin": [sex for _, sex in one] * 12}


@pytest.mark.parametrize(
    ("field", "word", "label"),
    [
        ("jenis_kelamin", "Lk", "L"), ("jenis_kelamin", "Perempuan", "P"),
        ("jenis_kelamin", "laki - laki", "L"),
        ("jenis_kelamin", "Perenpuan", "P"), ("jenis_kelamin", "LAKI-LKAI", "L"),
        ("jenis_kelamin", "wanta", "P"),
        ("jenis_kelamin", "Petani", None), ("jenis_kelamin", "Pira", None), ("jenis_kelamin", "hatue", "L"),
        ("jenis_kelamin", "1", "L"), ("jenis_kelamin", "2.0", "P"), ("jenis_kelamin", "?", None),
        ("shdk", "Kep. Keluarga", "KEPALA KELUARGA"), ("shdk", "3. ISTRI", "ISTRI"),
        ("shdk", "isteri", "ISTRI"),
        ("shdk", "entah", None),
        ("agama", "Katolik", "KATHOLIK"), ("agama", "Hindu Kaharingan", "KAHARINGAN"),
        ("agama", "Kaharingan", "KAHARINGAN"),
        ("agama", "PARMALIM", "PARMALIM"), ("agama", "-", None), ("agama", "tidak ada", None),
        ("status_kawin", "Blm Kawin", "BELUM KAWIN"), ("status_kawin", "2", "KAWIN"),
        ("golongan_darah", "A-", "A-"), ("golongan_darah", "ab", "AB"), ("golongan_darah", "-", None),
        ("status_dasar", "Meninggal dunia", "MENINGGAL"), ("pekerjaan", "penyadap karet", "PENYADAP KARET"),
    ],
)  # fmt: skip
def test_words_become_labels_and_unknown_ones_are_never_guessed(
    field: str, word: str, label: str | None
) -> None:
    assert read(rows(**{field: [word]}))[0][field].item() == label


def test_a_table_whose_wives_stand_under_three_is_adminduk() -> None:
    found, decisions = read(rows(**household("134")))
    assert found["shdk"].to_list()[:3] == ["KEPALA KELUARGA", "ISTRI", "ANAK"]
    assert decisions == {"codebook": "adminduk"}


def test_a_table_whose_children_stand_under_three_is_regsosek() -> None:
    found, decisions = read(rows(**household("123")))
    assert found["shdk"].to_list()[:3] == ["KEPALA KELUARGA", "ISTRI", "ANAK"]
    assert decisions == {"codebook": "regsosek"}


def test_numbers_of_a_small_table_stay_unread_and_say_so() -> None:
    found, decisions = read(rows(shdk=["1", "3", "4"], jenis_kelamin=["L", "P", "L"]))
    assert found["shdk"].to_list() == ["KEPALA KELUARGA", None, None]
    assert decisions == {"codebook": "ambiguous", "shdk": "ambiguous"}


def test_a_declared_codebook_comes_before_what_the_rows_say() -> None:
    found, decisions = read(rows(**household("134")), {0: "regsosek"})
    assert found["shdk"].to_list()[:3] == ["KEPALA KELUARGA", "ANAK", "MENANTU"]
    assert decisions == {"codebook": "regsosek"}


def test_two_tables_of_one_run_keep_their_own_codebooks() -> None:
    found, _ = read(pl.concat([rows(0, **household("134")), rows(1, **household("123"))]))
    assert found["shdk"].to_list()[1] == found["shdk"].to_list()[61] == "ISTRI"


@pytest.mark.parametrize(("sex", "role"), [("L", "SUAMI"), ("P", "ISTRI"), (None, "ISTRI/SUAMI")])
def test_regsoseks_spouse_is_the_one_that_the_sex_says(sex: str | None, role: str) -> None:
    assert read(rows(shdk=["Istri/Suami"], jenis_kelamin=[sex]))[0]["shdk"].item() == role


def test_religion_by_number_is_read_only_under_a_known_codebook() -> None:
    raw = rows(agama=["4"])
    assert read(raw)[0]["agama"].item() is None
    assert read(raw, {0: "adminduk"})[0]["agama"].item() == "HINDU"


def test_occupations_beyond_89_are_read_by_the_longer_list() -> None:
    raw = rows(pekerjaan=["99", "89"])
    found, decisions = read(raw, {0: "adminduk"})
    assert decisions["pekerjaan"] == "adminduk_99"
    assert found["pekerjaan"].to_list()[1] != "LAINNYA"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Ya", True), ("x", True), ("V", True), ("\u2713", True), ("1", True), ("1.0", True), ("ADA", True),
        ("Rp 600.000", True), ("2023", True), ("ya, sejak 2020", True),
        ("Tidak", False), ("2", False), ("0", False), ("Bukan penerima", False), ("Tidak ada", False),
        ("", None), ("-", None), ("?", None), ("mungkin", None),
    ],
)  # fmt: skip
def test_aid_flags_say_yes_no_or_nothing(cell: str, value: bool | None) -> None:
    assert clean(pl.Series("f", [cell]), flag).item() is value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("3", 3), ("Desil 10", 10), ("1.0", 1), ("0", None), ("11", None), ("x", None), ("123", None)],
)
def test_a_decile_lies_between_one_and_ten(cell: str, value: int | None) -> None:
    assert clean(pl.Series("d", [cell]), desil).item() == value


@pytest.mark.parametrize(
    ("letters", "read_as"),
    [
        (["B", "S", "p", "s"], ["BELUM KAWIN", "KAWIN", None, "KAWIN"]),
        (["S", "M", "B"], [None, None, "BELUM KAWIN"]),
        (["S", "S"], [None, None]),
    ],
)
def test_an_s_is_married_only_beside_a_b(letters: list[str | None], read_as: list[str | None]) -> None:
    found, _ = read(rows(status_kawin=letters))
    assert found["status_kawin"].to_list() == read_as
