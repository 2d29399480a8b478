"""Codes that a header spells out itself, and P beside W."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from kalteng_data.model import Column, Kind, Source, Table
from kalteng_data.standardise import standardise_persons
from kalteng_data.standardise.legends import legend

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("header", "book"),
    [
        ("Jenis Kelamin (1=Perempuan, 2=Laki-laki)", "1=P 2=L"),
        ("JK 1=L 2=P", "1=L 2=P"),
        ("L=1;P=2", "1=L 2=P"),
        ("405. Jenis Kelamin (1: L, 2: P)", "1=L 2=P"),
        ("JK (1) Laki-laki (2) Perempuan", "1=L 2=P"),
        ("P/W", "P=L W=P"),
        ("Pria / Wanita", "P=L W=P"),
        ("JK (P=Pria, W=Wanita)", "P=L W=P"),
        ("L/P", None),
        ("Jenis Kelamin", None),
        ("1. Jenis Kelamin 2. Umur", None),
        ("JK (1=L 2=L)", None),
    ],
)
def test_a_header_says_what_its_codes_mean(header: str, book: str | None) -> None:
    assert legend("jenis_kelamin", header) == book


def test_a_legend_of_family_roles_is_read_and_one_of_other_words_is_none() -> None:
    assert legend("shdk", "Hubungan (1=KK 2=Istri 3=Anak)") == "1=KEPALA KELUARGA 2=ISTRI 3=ANAK"
    assert legend("shdk", "Hubungan (1=Merah 2=Biru)") is None


def _sexes(header: str, cells: list[str | None]) -> tuple[list[str | None], list[str]]:
    column = Column(0, header, "jenis_kelamin")
    table = Table(0, Source(Path("a.csv"), "a.csv"), "", Kind.PENDUDUK, 1, (column,), len(cells))
    raw = pl.DataFrame({"rid": range(len(cells)), "jenis_kelamin": cells}).with_columns(
        table=pl.lit(0, pl.UInt32), row=pl.col("rid").cast(pl.UInt32) + 2, rid=pl.col("rid").cast(pl.UInt32)
    )
    done = standardise_persons(raw, [table], today=TODAY)
    return done.frame["jenis_kelamin"].to_list(), done.decisions["decision"].to_list()


def test_numbers_follow_the_legend_of_their_header() -> None:
    found, decided = _sexes("Jenis Kelamin (1=Perempuan, 2=Laki-laki)", ["1", "2", None])
    assert found == ["P", "L", None]
    assert "1=P 2=L" in decided


def test_p_is_a_man_in_a_whole_column_of_p_and_w() -> None:
    assert _sexes("JK", ["P", "W", "p.", None]) == (["L", "P", "L", None], ["P=L W=P"])
    assert _sexes("P/W", ["P", "P", None])[0] == ["L", "L", None]


def test_w_beside_l_and_p_is_a_woman_and_p_too() -> None:
    assert _sexes("JK", ["L", "W", "P"])[0] == ["L", "P", "P"]
    assert _sexes("JK", ["L", "W"])[0] == ["L", "P"]


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("PEREMP", "P"), ("Prp.", "P"), ("Pr.", "P"), ("Perempua", "P"), ("Lak", "L"), ("Laki-l", "L"),
     ("Pri", "L"), ("Wan", "P"), ("Pe", None), ("La", None), ("Pria tampan", None)],
)  # fmt: skip
def test_the_beginning_of_a_word_for_the_sex_is_that_word(cell: str, sex: str | None) -> None:
    assert _sexes("JK", [cell, "L"])[0] == [sex, "L"]


def _roles(cells: list[tuple[str, str]]) -> list[str | None]:
    columns = (Column(0, "kk_level", "shdk"), Column(1, "sex", "jenis_kelamin"))
    table = Table(0, Source(Path("a.csv"), "a.csv"), "", Kind.PENDUDUK, 1, columns, len(cells))
    raw = pl.DataFrame(cells, schema=["shdk", "jenis_kelamin"], orient="row").with_row_index("rid")
    raw = raw.with_columns(table=pl.lit(0, pl.UInt32), row=pl.col("rid") + 2)
    return standardise_persons(raw, [table], today=TODAY).frame["shdk"].to_list()


def test_a_column_named_as_opensid_names_it_holds_its_numbers() -> None:
    assert _roles([("1", "1"), ("3", "2"), ("4", "1")]) == ["KEPALA KELUARGA", "ISTRI", "ANAK"]


def test_rows_of_another_codebook_go_before_the_name_of_the_column() -> None:
    family = [("1", "1"), ("2", "2"), ("3", "1"), ("3", "2"), ("3", "1")]
    assert _roles(family * 12)[:3] == ["KEPALA KELUARGA", "ISTRI", "ANAK"]
