"""What a merge learns of headers, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.errors import OutputError
from kalteng_data.load.layouts import Known
from kalteng_data.model import Level
from kalteng_data.pipeline.intake import take_in
from kalteng_data.pipeline.knowing import Home
from kalteng_data.pipeline.memory import learned
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings, SourceSettings, named_sources, read_remembered
from kalteng_data.settings.remembered import Remembered, as_toml
from kalteng_data.store import remembering

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kalteng_data.pipeline.intake import Intake

TODAY = dt.date(2026, 11, 24)
HEAD = "NIK;Nama;Tanggal Lahir;Status;Desa\n"
DAY_FIRST = HEAD + "6203011708800001;BUDI CONTOH;17/08/1980;KAWIN;Selat Hilir\n"
MONTH_FIRST = HEAD + "6203011708800001;BUDI CONTOH;08/17/1980;KAWIN;Selat Hilir\n"
OPEN = HEAD + "6203010502800009;ANI CONTOH;03/02/1981;;Selat Hilir\n"
ALIVE = HEAD + "6203010502800009;ANI CONTOH;03/02/1981;HIDUP;Selat Hilir\n"


def read(folder: Path, files: dict[str, str], before: Iterable[Remembered] = ()) -> Intake:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    sources = named_sources({None: [folder / name for name in files]})
    return take_in(sources, Settings(), today=TODAY, progress=Silent(), home=Home(Known.of((), before)))


def learn(folder: Path, files: dict[str, str], before: Iterable[Remembered] = ()) -> tuple[Remembered, ...]:
    before = tuple(before)
    found = read(folder, files, before)
    return learned(found.tables, found.decisions, before, TODAY)


def test_columns_and_orders_that_were_plain_are_remembered(tmp_path: Path) -> None:
    (entry,) = learn(tmp_path, {"a.csv": DAY_FIRST})
    assert (entry.since, entry.file, entry.dates, entry.varies) == (TODAY, "a.csv", "dmy", ())
    assert entry.read == {
        "NIK": "nik", "Nama": "nama", "Tanggal Lahir": "tanggal_lahir", "Status": "status_kawin",
        "Desa": "desa",
    }  # fmt: skip


def test_memory_fills_only_what_a_file_leaves_open(tmp_path: Path) -> None:
    before = learn(tmp_path, {"a.csv": MONTH_FIRST})
    later = read(tmp_path, {"b.csv": OPEN}, before)
    fields = {c.header: (c.field, c.reason) for c in later.tables[0].columns}
    assert fields["Status"] == ("status_kawin", "remembered")
    assert later.people["tanggal_lahir"].to_list() == [dt.date(1981, 3, 2)]
    own = read(tmp_path, {"c.csv": ALIVE.replace("03/02", "17/02")}, before)
    assert {c.header: c.field for c in own.tables[0].columns}["Status"] == "status_dasar"
    assert own.people["tanggal_lahir"].to_list() == [dt.date(1981, 2, 17)]


def test_lists_that_differ_are_not_remembered_whatever_their_order(tmp_path: Path) -> None:
    files = {"a.csv": DAY_FIRST, "b.csv": MONTH_FIRST}
    (entry,) = learn(tmp_path, files)
    assert (entry.dates, entry.varies) == (None, ("dates",))
    assert learn(tmp_path, dict(reversed(files.items()))) == (entry,)
    later = learn(tmp_path, {"a.csv": DAY_FIRST}, [entry])
    assert (later[0].dates, later[0].varies) == (None, ("dates",))
    assert read(tmp_path, {"c.csv": OPEN}, later).people["tanggal_status"].to_list() == ["rancu"]


def test_the_same_files_are_read_the_same_after_they_were_learned_from(tmp_path: Path) -> None:
    files = {"a.csv": MONTH_FIRST, "b.csv": OPEN}
    after = learn(tmp_path, files)
    first, second = read(tmp_path, files), read(tmp_path, files, after)
    assert after[0].dates is None
    assert first.people.equals(second.people)
    assert learn(tmp_path, files, after) == after


def test_a_guess_is_never_remembered(tmp_path: Path) -> None:
    text = "NIK;Nama Lengkapp;Catatan\n6203011708800001;BUDI CONTOH;x\n6203015708820002;SITI CONTOH;y\n"
    (entry,) = learn(tmp_path, {"a.csv": text})
    assert entry.read == {"NIK": "nik"}
    assert entry.settled == {}


def test_what_the_settings_say_is_settled_and_no_number_of_a_person_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("NIK;Kolom X;Kolom Y\n6203011708800001;BUDI CONTOH;z\n", encoding="utf-8")
    source = SourceSettings("a", Level.KABUPATEN, columns={"Kolom X": "nama", "Kolom Y": "rt"})
    found = take_in(named_sources({None: [path]}), Settings(source=(source,)), today=TODAY, progress=Silent())
    (entry,) = learned(found.tables, found.decisions, (), TODAY)
    assert entry.settled == {"Kolom X": "nama", "Kolom Y": "rt"}
    assert "6203011708800001" not in as_toml([entry])


def test_the_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    odd = Remembered(
        since=TODAY, header=('Nama "lengkap"', "Tgl\\Lahir", "NIK\x7f"), file="é.xlsx", layout="kapuas",
        codes="bps", codebook="regsosek", dates="ymd", varies=("codes",), settled={'Nama "lengkap"': "nama"},
        read={"Tgl\\Lahir": "tanggal_lahir"},
    )  # fmt: skip
    other = Remembered(since=TODAY, header=("A", "B"))
    (tmp_path / "remembered.toml").write_text(as_toml([odd, other]), encoding="utf-8")
    assert set(map(repr, read_remembered(tmp_path))) == {repr(odd), repr(other)}
    assert as_toml([odd, other]) == as_toml([other, odd])


def test_a_run_that_fails_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "remembered.toml"
    seen: list[str] = []

    def fail() -> None:
        with remembering(tmp_path, path.name, "new"):
            seen.append(path.read_text(encoding="utf-8"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not path.exists()
    path.write_text("old", encoding="utf-8")
    with pytest.raises(KeyError):
        fail()
    assert seen == ["new", "new"]
    assert path.read_text(encoding="utf-8") == "old"
    with remembering(tmp_path, path.name, None):
        assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["remembered.toml"]


def test_a_workspace_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("isi", encoding="utf-8")
    with pytest.raises(OutputError), remembering(tmp_path / "berkas", "remembered.toml", "new"):
        pass


def test_a_repeated_header_text_is_not_remembered(tmp_path: Path) -> None:
    text = "NIK;Nama;Blok;Blok\n6203011708800001;BUDI CONTOH;x;1\n"
    (entry,) = learn(tmp_path, {"a.csv": text})
    assert entry.header == ("NIK", "Nama", "Blok", "Blok")
    assert set(entry.read) == {"NIK", "Nama"}


def test_nothing_is_learned_of_a_run_without_decisions() -> None:
    nothing = pl.DataFrame(schema=dict.fromkeys(("table", "field", "decision", "evidence"), pl.String))
    assert learned((), nothing, (), TODAY) == ()


def test_a_remembered_header_is_found_where_no_words_tell_it(tmp_path: Path) -> None:
    text = "LAPORAN;;\nKOL A;KOL B;KOL C\n6203011708800001;BUDI CONTOH;x\n"
    columns = {"Kol A": "nik", "Kol B": "nama"}
    entry = Remembered(since=TODAY, header=("Kol A", "Kol B", "Kol C"), settled=columns)
    found = read(tmp_path, {"a.csv": text}, [entry])
    assert found.people["nama"].to_list() == ["BUDI CONTOH"]
    assert found.tables[0].header_row == 2
