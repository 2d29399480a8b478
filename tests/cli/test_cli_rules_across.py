"""The rules across rows and villages, each from the shell: found, weighed, silenced, looked at."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = (
    "NIK",
    "No KK",
    "Nama",
    "JK",
    "Tgl Lahir",
    "Hubungan Keluarga",
    "RT",
    "Desa",
    "Kecamatan",
    "Kabupaten",
)
WORDS = ("BUDI", "SITI", "AGUS", "DEWI", "RUSLI", "YANTI", "HERMAN", "LINA", "SUPRI", "NORA", "TONI")
FAMILIES = 100
Row = dict[str, Any]


def nik(born: dt.date, woman: bool, serial: int) -> str:
    return f"620301{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"


def village() -> list[Row]:
    """A hundred sound families of four: no number, name or birth date twice, and small children in each."""
    rows: list[Row] = []
    for family in range(FAMILIES):
        for member in range(4):
            at = family * 4 + member
            year = (1961 + family % 25, 1964 + family % 25, 1993 + family % 20, 2022 + family % 4)[member]
            born = dt.date(year, 1, 3) + dt.timedelta(days=(at * 7) % 360)
            woman = member in {1, 3}
            words = (WORDS[at % 11], WORDS[at // 11 % 11] + "AN", WORDS[at // 121 % 11] + "TO")
            rows.append(
                {
                    "nik": nik(born, woman, at % 9 + 1), "kk": f"620301010110{family + 1:04d}",
                    "nama": " ".join(words), "jk": "LP"[woman], "lahir": born, "rt": f"{family % 5 + 1:03d}",
                    "shdk": ("KEPALA KELUARGA", "ISTRI", "ANAK", "ANAK")[member], "desa": "Selat Hilir",
                }
            )  # fmt: skip
    return rows


def write(path: Path, rows: list[Row]) -> Path:
    lines: list[tuple[str, ...]] = [HEADER]
    for r in rows:
        born = "" if r["lahir"] is None else f"{r['lahir']:%d-%m-%Y}"
        lines.append(
            (r["nik"], r["kk"], r["nama"], r["jk"], born, r["shdk"], r["rt"], r["desa"], "Selat", "Kapuas")
        )
    if path.suffix == ".csv":
        path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def born_on(rows: list[Row], at: int, day: dt.date) -> None:
    rows[at] |= {"lahir": day, "nik": nik(day, rows[at]["jk"] == "P", at % 9 + 1)}


def same_nik(rows: list[Row], again: int = 0) -> None:
    rows[200]["nik"] = rows[again]["nik"]
    rows[200] |= {"lahir": None}


def same_person(rows: list[Row], again: int = 0) -> None:
    rows.append({**rows[again], "nama": rows[again]["nama"] + "S"})


def copied(rows: list[Row], again: int = 0) -> None:
    rows.append(dict(rows[again]))


def nearly(rows: list[Row], again: int = 0) -> None:
    rows.insert(4, {**rows[2 + again], "nik": ""})


def two_heads(rows: list[Row], again: int = 0) -> None:
    rows[1 if not again else 5] |= {"shdk": "KEPALA KELUARGA"}


def no_head(rows: list[Row], again: int = 0) -> None:
    rows[4 * again]["shdk"] = "FAMILI LAIN"


def two_villages(rows: list[Row], again: int = 0) -> None:
    rows[again + 3]["desa"] = "Selat Hulu"


def young_parent(rows: list[Row], again: int = 0) -> None:
    born_on(rows, 2, rows[0]["lahir"] + dt.timedelta(days=365 * (5 + again)))


def old_parent(rows: list[Row], again: int = 0) -> None:
    born_on(rows, 3, rows[0]["lahir"].replace(year=2025))
    born_on(rows, 0, dt.date(1950 + again, 5, 5))


def two_families(rows: list[Row], again: int = 0) -> None:
    rows[6 + again] |= {key: rows[2][key] for key in ("nama", "lahir", "jk")} | {"nik": ""}


def two_cards(rows: list[Row], again: int = 0) -> None:
    rows.insert(8, {**rows[2], "kk": rows[4 + 4 * again]["kk"]})


def shifted(rows: list[Row], again: int = 0) -> None:
    niks = [row["nik"] for row in rows]
    for at in range(10 + again, 40 + again):
        rows[at]["nik"] = niks[at + 1]


def no_child(rows: list[Row], again: int = 0) -> None:
    for at in range(3, len(rows), 4):
        born_on(rows, at, dt.date(2001 + at % 15, 1, 3) + dt.timedelta(days=at % 360))
    del rows[396 - again * 4 :]


def one_day(rows: list[Row], again: int = 0) -> None:
    for at in range(2, 40, 4):
        born_on(rows, at, dt.date(2000, 3, 15 + again))


def first_of_july(rows: list[Row], again: int = 0) -> None:
    for at in range(0, len(rows), 5):
        for step in range(2 - again):
            born_on(rows, at + step, rows[at + step]["lahir"].replace(month=7, day=1))


def rounded(rows: list[Row], again: int = 0) -> None:
    for row in rows[: len(rows) - again * 150]:
        row["nik"] = row["nik"][:15] + "0"


@dataclass(frozen=True)
class Case:
    code: str
    severity: str
    spoil: Any


CASES = (
    Case("KT401", "error", same_nik),
    Case("KT402", "warning", same_person),
    Case("KT403", "warning", copied),
    Case("KT404", "warning", nearly),
    Case("KT405", "warning", two_cards),
    Case("KT406", "warning", two_families),
    Case("KT411", "warning", two_heads),
    Case("KT412", "note", no_head),
    Case("KT413", "warning", two_villages),
    Case("KT414", "warning", young_parent),
    Case("KT415", "warning", old_parent),
    Case("KT420", "error", shifted),
    Case("KT501", "warning", one_day),
    Case("KT502", "warning", first_of_july),
    Case("KT503", "warning", rounded),
    Case("KT504", "warning", no_child),
)
NAMED = [pytest.param(case, id=f"{case.code}-{case.spoil.__name__}") for case in CASES]


def spoiled(case: Case, again: int = 0) -> list[Row]:
    rows = village()
    case.spoil(rows, again)
    return rows


def found(kalteng: Callable[..., Any], path: Path, *args: str) -> list[Any]:
    ran = kalteng("validate", path, "--format", "jsonl", *args, cwd=path.parent)
    assert "Traceback" not in ran.err
    return [json.loads(line) for line in ran.out.splitlines() if line]


def test_the_sound_village_has_no_finding(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    assert found(kalteng, write(tmp_path / "a.xlsx", village())) == []


@pytest.mark.parametrize("case", NAMED)
def test_it_is_found_with_its_weight_and_can_be_weighed_or_silenced(
    kalteng: Callable[..., Any], tmp_path: Path, case: Case
) -> None:
    path = write(tmp_path / "a.csv", spoiled(case))
    assert {one["severity"] for one in found(kalteng, path) if one["code"] == case.code} == {case.severity}
    other = "note" if case.severity == "error" else "error"
    (tmp_path / "kalteng.toml").write_text(f'[rules]\n{case.code} = "{other}"\n', encoding="utf-8")
    assert {one["severity"] for one in found(kalteng, path) if one["code"] == case.code} == {other}
    (tmp_path / "kalteng.toml").write_text(f'[rules]\n{case.code} = "off"\n', encoding="utf-8")
    assert case.code not in {one["code"] for one in found(kalteng, path)}


LOOKED_AT = ("KT401", "KT403", "KT413", "KT420", "KT502")
"""One of a cell, of a whole row, of a card, of a run of rows and of a whole village."""


@pytest.mark.parametrize("case", [case for case in CASES if case.code in LOOKED_AT], ids=LOOKED_AT)
def test_looked_at_it_stays_quiet_until_what_it_says_changes(
    kalteng: Callable[..., Any], tmp_path: Path, case: Case
) -> None:
    path, copy = write(tmp_path / "a.xlsx", spoiled(case)), tmp_path / "copy.xlsx"
    kalteng("validate", path, "--format", "xlsx", "--output", copy)
    book = openpyxl.load_workbook(copy)
    sheet = book["Masalah"]
    headers = [cell.value for cell in sheet[3]]
    code, answer = headers.index("Kode"), headers.index("Sudah diperiksa")
    for row in sheet.iter_rows(min_row=4):
        if row[code].value == case.code:
            row[answer].value = "sudah"
    book.save(copy)
    assert case.code not in {one["code"] for one in found(kalteng, copy)}
    told = kalteng("validate", path, "--reviewed", copy, "--verbose", cwd=tmp_path)
    lines = [line.partition("]: ")[2] for line in told.err.splitlines() if "[reviewed]" in line]
    keys = ", ".join(line.partition(" = [")[2].removesuffix("]") for line in lines)
    (tmp_path / "kalteng.toml").write_text(f'[reviewed]\n"a.xlsx" = [{keys}]\n', encoding="utf-8")
    assert case.code not in {one["code"] for one in found(kalteng, path)}
    write(path, spoiled(case, again=1))
    assert case.code in {one["code"] for one in found(kalteng, path)}
