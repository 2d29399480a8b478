"""Exports of the offices' programs: their layouts, zips of them, and undecided columns, each said once."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.golden.corpus.exports import ACCENTED, EXPORTS
from tests.golden.corpus.making import PEOPLE

from kalteng_data.load.layouts import known
from kalteng_data.model import Level, Settled
from kalteng_data.pipeline.intake import Intake, take_in
from kalteng_data.pipeline.looking import override_lines
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, SourceSettings, named_sources

if TYPE_CHECKING:
    from pathlib import Path

BY_NAME = {entry.name: entry for entry in EXPORTS}
LAYOUTS = {
    "opensid-43-columns": ("opensid", 43), "siak-flat-37-columns": ("siak_flat", 37),
    "siak-web-service": ("siak", 21), "dtsen-v2-cards": ("dtsen_v2", 10),
    "dtsen-v2-members": ("dtsen_v2", 21),
    "dtsen-v3-members-pipe-latin-1": ("dtsen_v3", 21), "dtsen-v3-broken-quoting": ("dtsen_v3", 21),
    "siks-pipe-quoted": ("siks", 17), "numbers-of-no-known-list": (None, 0),
}  # fmt: skip


def read(path: Path, *declared: SourceSettings) -> Intake:
    sources = named_sources({Level.KABUPATEN: [path]})
    return take_in(sources, Settings(source=declared), today=dt.date(2026, 11, 24), progress=Silent())


def made(name: str, folder: Path) -> Path:
    path = folder / f"{name}.{BY_NAME[name].file.rpartition('.')[2]}"
    BY_NAME[name].make(path)
    return path


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_of_an_export_is_recognised(name: str, tmp_path: Path) -> None:
    (table,) = read(made(name, tmp_path)).tables
    assert (table.layout, table.fit.columns if table.fit else 0) == LAYOUTS[name]


def test_a_zip_of_exports_is_read_as_they_are(tmp_path: Path) -> None:
    names = (
        "dtsen-v2-members",
        "dtsen-v3-members-pipe-latin-1",
        "siks-pipe-quoted",
        "dtsen-v3-broken-quoting",
    )
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as archive:
        for name in names:
            path = made(name, tmp_path)
            archive.write(path, f"dtsen/{path.name}")
    found = read(tmp_path / "kiriman.zip")
    files = {table.index: table.source.file.rpartition("/")[2] for table in found.tables}
    assert {name.partition(".")[0] for name in files.values()} == set(names)
    for index, file in files.items():
        accented = file.startswith("dtsen-v3")
        people = found.people.filter((pl.col("table") == index) & pl.col("accepted"))
        assert people["nama"].to_list() == [p.nama for p in (ACCENTED if accented else PEOPLE)]
        assert people["nik"].to_list() == [p.nik for p in PEOPLE]


def test_a_column_of_numbers_is_said_once_and_settled_by_one_line(tmp_path: Path) -> None:
    path = made("numbers-of-no-known-list", tmp_path)
    found = read(path)
    said = found.findings.filter(pl.col("code") == "KT209")
    assert sorted(said.select("field", "row").rows()) == [("pekerjaan", 0), ("shdk", 0)]
    assert 'name = "numbers-of-no-known-list"' in said["detail"][0]
    assert 'codebook = "adminduk"' in said["detail"][0]
    assert '# codebook = "adminduk"  # "regsosek"' in override_lines(found)
    for book, role in (("adminduk", "ISTRI"), ("regsosek", "ANAK")):
        told = read(path, SourceSettings(path.stem, Level.KABUPATEN, codebook=book))  # type: ignore[arg-type]
        assert told.people["shdk"][1] == role
        assert "shdk" not in told.findings.filter(pl.col("code") == "KT209")["field"]
        assert f'codebook = "{book}"' in override_lines(told)


def test_dates_without_an_order_are_said_once_and_settled_by_one_line(tmp_path: Path) -> None:
    path = made("dates-of-no-known-order", tmp_path)
    found = read(path)
    said = found.findings.filter(pl.col("code") == "KT136")
    assert said.select("field", "row").rows() == [("tanggal_lahir", 0)]
    assert 'dates = "dmy"' in said["detail"][0]
    assert set(found.people["tanggal_status"]) == {"rancu"}
    assert '# dates = "dmy"  # "mdy", "ymd"' in override_lines(found)
    for order, day in (("dmy", dt.date(1980, 4, 1)), ("mdy", dt.date(1980, 1, 4))):
        told = read(path, SourceSettings(path.stem, Level.KABUPATEN, dates=order))  # type: ignore[arg-type]
        assert told.people["tanggal_lahir"][0] == day
        assert told.findings.filter(pl.col("code") == "KT136").is_empty()
        assert told.tables[0].settled[0] == Settled("tanggal_lahir", order, "declared")


@pytest.mark.parametrize("written", ["80-08-17", "80/08/17", "80.8.17"])
def test_years_of_two_digits_may_stand_first(tmp_path: Path, written: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Nama;Tgl Lahir;Desa\nBUDI CONTOH;{written};BAUN BANGO\n", encoding="utf-8")
    found = read(path)
    assert found.people["tanggal_lahir"].to_list() == [dt.date(1980, 8, 17)]
    assert found.decisions.filter(pl.col("field") == "tanggal_lahir")["decision"].to_list() == ["ymd"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_layout_of_ours_makes_a_column_read_worse(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(name, tmp_path)
    (with_layouts,) = read(path).tables
    monkeypatch.setattr(known, "shipped", lambda: ())
    (by_words,) = read(path).tables
    told = {column.index: column.field for column in with_layouts.columns}
    assert by_words.layout is None
    assert {c.index: told[c.index] for c in by_words.columns if c.field} == {
        c.index: c.field for c in by_words.columns if c.field
    }
