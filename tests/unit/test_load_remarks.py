"""Deaths and moves in a column of remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.load import read_tables
from kalteng_data.model import Kind, Source
from kalteng_data.reference.status import told_by_remark

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Meninggal", "MENINGGAL"), ("Sudah meninggal dunia 3-1-2026", "MENINGGAL"),
        ("MD 2 Jan 2026", "MENINGGAL"), ("Wafat", "MENINGGAL"), ("Alm.", "MENINGGAL"),
        ("ALMARHUMAH", "MENINGGAL"),
        ("Pindah ke Sampit", "PINDAH"), ("sdh pindah", "PINDAH"), ("PINDAH LUAR DAERAH", "PINDAH"),
        ("Suami meninggal", None), ("Meninggal ayahnya", None), ("Pindahan dari Sampit", None),
        ("Pindah dari Buntok", None), ("Pindah datang", None), ("Pindah KK", None), ("pindah ke RT 02", None),
        ("Pindah agama", None), ("Belum meninggal", None), ("Akan pindah ke Sampit", None), ("Ganda", None),
        ("Mediasi", None), ("", None),
    ],
)  # fmt: skip
def test_a_remark_says_what_became_of_the_person_or_nothing(text: str, label: str | None) -> None:
    assert pl.select(told_by_remark(pl.lit(text))).item() == label


def _statuses(tmp_path: Path, rows: str) -> tuple[list[str | None], list[str]]:
    path = tmp_path / "data.csv"
    path.write_text(rows, encoding="utf-8")
    loaded = read_tables([Source(path, "data.csv")])
    table = loaded.tables[0]
    assert table.kind is Kind.PENDUDUK
    used = [c.header for c in table.columns if c.field == "status_dasar"]
    return loaded.persons["status_dasar"].to_list(), used


def test_deaths_among_remarks_are_the_status_and_other_remarks_are_none(tmp_path: Path) -> None:
    rows = "NIK,Nama,Ket\n6206011708800001,BUDI,ganda\n6206011708800002,SITI,MD 2 Jan 2026\n"
    rows += "6206011708800003,EDI,\n6206011708800004,RINA,Pindah ke Sampit\n"
    assert _statuses(tmp_path, rows) == ([None, "MD 2 Jan 2026", None, "Pindah ke Sampit"], ["Ket"])


def test_remarks_without_deaths_stay_unused(tmp_path: Path) -> None:
    rows = "NIK,Nama,Keterangan\n6206011708800001,BUDI,ganda\n6206011708800002,SITI,pindahan dari Buntok\n"
    assert _statuses(tmp_path, rows) == ([None, None], [])


def test_a_column_of_its_own_goes_before_the_remarks(tmp_path: Path) -> None:
    rows = "NIK,Nama,Status Dasar,Ket\n6206011708800001,BUDI,HIDUP,Meninggal\n"
    assert _statuses(tmp_path, rows) == (["HIDUP"], ["Status Dasar"])
