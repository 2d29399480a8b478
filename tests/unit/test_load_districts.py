"""Rows of kecamatan over their villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Source
from kalteng_data.reference import villages

if TYPE_CHECKING:
    from pathlib import Path


def _read(tmp_path: Path, *lines: str) -> Loaded:
    path = tmp_path / "data.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_tables([Source(path, "data.csv")])


def _villages(kecamatan: str) -> list[str]:
    return villages().filter(pl.col("kecamatan") == kecamatan).get_column("nama_desa").to_list()


def test_villages_take_the_kecamatan_of_the_row_above_them(tmp_path: Path) -> None:
    rungan, kamipang = _villages("Rungan")[:3], _villages("Kamipang")[:2]
    loaded = _read(
        tmp_path,
        "No;Kecamatan / Desa;Jumlah Penduduk;Jumlah KK",
        "I;RUNGAN;600;150",
        *(f"{i};{name};200;50" for i, name in enumerate(rungan, 1)),
        "II;KAMIPANG;400;100",
        *(f"{i};{name};200;50" for i, name in enumerate(kamipang, 1)),
        ";JUMLAH;1000;250",
    )
    found = loaded.villages.select("desa", "kecamatan").rows()
    assert found == [(name, "RUNGAN") for name in rungan] + [(name, "KAMIPANG") for name in kamipang]
    assert {(s.reason, s.rows) for s in loaded.tables[0].skipped} >= {("heading", (2, 6)), ("total", (9,))}


def test_a_village_called_like_its_kecamatan_stays_a_village(tmp_path: Path) -> None:
    alike = villages().filter(pl.col("kecamatan") == pl.col("nama_desa")).get_column("kecamatan")[0]
    others = [name for name in _villages(alike) if name != alike][:2]
    lines = [f"{i};{name};200" for i, name in enumerate([others[0], alike, others[1]], 1)]
    loaded = _read(tmp_path, "No;Kecamatan / Desa;Jumlah Penduduk", f"A;{alike.upper()};600", *lines)
    assert loaded.villages["desa"].to_list() == [others[0], alike, others[1]]
    assert set(loaded.villages["kecamatan"]) == {alike.upper()}


def test_a_table_with_its_own_column_of_kecamatan_is_left_alone(tmp_path: Path) -> None:
    rungan = _villages("Rungan")[:2]
    loaded = _read(
        tmp_path, "No;Kecamatan;Desa;Jumlah Penduduk", *(f"{i};Rungan;{n};9" for i, n in enumerate(rungan, 1))
    )
    assert loaded.villages["desa"].to_list() == rungan
