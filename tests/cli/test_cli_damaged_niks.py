"""What spreadsheets and hands do to a NIK: given back where nothing was lost, flagged where something was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = ("NIK", "Nama", "JK", "Tgl Lahir", "Hubungan Keluarga", "No KK", "Desa", "Kecamatan", "Kabupaten")
WHERE = ("Selat Hilir", "Selat", "Kapuas")
KK = "6203010101100007"
PEOPLE = (
    ("6203011708800001", "BUDI CONTOH", "L", "17-08-1980", "KEPALA KELUARGA"),
    ("6203015209820003", "SITI CONTOH", "P", "12-09-1982", "ISTRI"),
    ("6203010305100001", "RAMA CONTOH", "L", "03-05-2010", "ANAK"),
    ("6203010305100002", "RIMA CONTOH", "L", "03-05-2010", "ANAK"),  # twins share fifteen digits
)
NIK = PEOPLE[0][0]
KEPT = {
    "apostrophe": "'6203011708800001",
    "point zero": "6203011708800001.0",
    "comma zeros": "6203011708800001,00",
    "no-break spaces": "6203\u00a00117\u00a00880\u00a00001",
    "dots": "620301.170880.0001",
    "dashes": "620301-170880-0001",
    "commas between thousands": "6,203,011,708,800,001",
    "dots between thousands": "6.203.011.708.800.001",
    "dots between thousands, decimals": "6.203.011.708.800.001,00",
    "blanks": " 6203 0117 0880 0001 ",
    "blank before": "\t6203011708800001",
    "zero-width space": "\u200b6203011708800001",
    "full width": NIK.translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "science with all digits": "6.203011708800001E+15",
    "label": "NIK 6203011708800001",
}
LOST = {
    "rounded, serial 0000": ("6203011708800000", "KT107"),
    "science with fifteen digits": ("6.20301170880000E+15", "KT107"),
    "science of a comma country": ("6,203E+15", "KT108"),
    "science of a point country": ("6.20301E+15", "KT108"),
    "small letter": ("6.203e15", "KT108"),
    "a digit short": ("620301170880001", "KT103"),
    "a digit more": ("62030117088000011", "KT103"),
    "a letter that is no digit": ("6203011708800A01", "KT110"),
}


def sheet(path: Path, niks: list[Any], people: tuple[tuple[str, ...], ...] = PEOPLE) -> Path:
    """A list of ``people`` with other NIKs: numbers become number cells, text becomes text cells."""
    rows = [HEADER, *((nik, *person[1:], KK, *WHERE) for nik, person in zip(niks, people, strict=True))]
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def first(kalteng: Callable[..., Any], path: Path) -> tuple[set[str], str | None, str]:
    """Codes found at the NIK of row 2, the NIK that ``clean`` gives it, and the change's rule or nothing."""
    ran = kalteng("validate", path, "--format", "jsonl")
    found = [json.loads(line) for line in ran.out.splitlines() if line]
    codes = {one["code"] for one in found if one["cell"] == "A2" and one["field"] == "nik"}
    out, listed = path.with_name("clean.parquet"), path.with_name("changes.csv")
    assert kalteng("clean", path, "-o", out, "--changes", listed).code == 0
    changes = pl.read_csv(listed, infer_schema=False).filter(pl.col("cell") == "A2")
    return codes, pl.read_parquet(out)["nik"][0], "".join(changes["rule"])


@pytest.mark.parametrize(
    ("damage", "suffix"),
    # A tab separates the fields of a text file: a number cannot begin with one there.
    [(d, s) for d in KEPT for s in (".xlsx", ".csv") if (d, s) != ("blank before", ".csv")],
)
def test_where_nothing_was_lost_the_number_is_given_back_and_the_change_listed(
    kalteng: Callable[..., Any], tmp_path: Path, damage: str, suffix: str
) -> None:
    others = [person[0] for person in PEOPLE[1:]]
    codes, nik, rule = first(kalteng, sheet(tmp_path / f"a{suffix}", [KEPT[damage], *others]))
    assert (codes, nik, rule) == (set(), NIK, "nomor-bersih")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("damage", LOST)
def test_where_a_digit_was_lost_it_is_flagged_and_never_given_as_sound(
    kalteng: Callable[..., Any], tmp_path: Path, damage: str, suffix: str
) -> None:
    cell, code = LOST[damage]
    others = [person[0] for person in PEOPLE[1:]]
    codes, nik, rule = first(kalteng, sheet(tmp_path / f"a{suffix}", [cell, *others]))
    assert (codes, nik) == ({code}, None)
    assert rule in {"nomor-rusak", "nomor-panjang"}


def test_letters_typed_for_digits_are_read_and_said(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    others = [person[0] for person in PEOPLE[1:]]
    codes, nik, rule = first(kalteng, sheet(tmp_path / "a.xlsx", ["62O3O117O88OOOO1", *others]))
    assert (codes, nik, rule) == ({"KT110"}, NIK, "nomor-bersih")


@pytest.mark.parametrize(
    ("cell", "codes", "nik"), [(int(NIK), set(), NIK), (int(NIK[:15] + "0"), {"KT107"}, None)]
)
def test_a_number_cell_is_sound_while_its_last_digit_stands(
    kalteng: Callable[..., Any], tmp_path: Path, cell: int, codes: set[str], nik: str | None
) -> None:
    others = [person[0] for person in PEOPLE[1:]]
    found = first(kalteng, sheet(tmp_path / "a.xlsx", [cell, *others]))
    assert found[:2] == (codes, nik)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_finding_says_what_is_known_and_how_the_person_is_still_found(
    kalteng: Callable[..., Any], tmp_path: Path, lang: str
) -> None:
    path = sheet(tmp_path / "a.xlsx", [int(p[0][:15] + "0") for p in PEOPLE])
    ran = kalteng("validate", path, "--format", "jsonl", "--lang", lang)
    one = next(f for f in map(json.loads, ran.out.splitlines()) if f["code"] == "KT107")
    assert "6203**********00" in one["message"]
    assert "0880" not in one["message"]
    assert {"id": "15 angka", "en": "15 digits"}[lang] in one["message"]


def test_twins_whose_numbers_were_rounded_alike_stay_two_people(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    sound = sheet(tmp_path / "kab.xlsx", [person[0] for person in PEOPLE])
    damaged = sheet(tmp_path / "pusat.xlsx", [int(person[0][:15] + "0") for person in PEOPLE])
    ran = kalteng("merge", "--kabupaten", sound, "--pusat", damaged, "--output", tmp_path / "w")
    assert ran.code in {0, 1}, ran.err
    folder = tmp_path / "w" / "base" / (tmp_path / "w" / "base" / "CURRENT").read_text().strip()
    people = pl.read_parquet(folder / "penduduk.parquet")
    assert sorted(people["nik"]) == sorted(person[0] for person in PEOPLE)
    lineage = pl.read_parquet(folder / "lineage.parquet")
    pairs = lineage.group_by("id_penduduk").agg(pl.col("row").sort(), pl.col("level").sort())
    assert sorted(pairs["row"].to_list()) == [[row, row] for row in range(2, 2 + len(PEOPLE))]
    assert set(pairs["level"].list.join("+")) == {"kabupaten+pusat"}


def test_a_person_known_by_a_damaged_number_alone_has_no_number(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    named = (*PEOPLE[:3], (PEOPLE[3][0], "DONI CONTOH", *PEOPLE[3][2:]))
    damaged = sheet(tmp_path / "pusat.xlsx", [int(person[0][:15] + "0") for person in named], named)
    assert kalteng("merge", "--pusat", damaged, "--output", tmp_path / "w").code in {0, 1}
    folder = tmp_path / "w" / "base" / (tmp_path / "w" / "base" / "CURRENT").read_text().strip()
    people = pl.read_parquet(folder / "penduduk.parquet")
    assert people.height == len(PEOPLE)
    assert people["nik"].null_count() == len(PEOPLE)
    assert set(people["nik_status"]) == {"excel"}
