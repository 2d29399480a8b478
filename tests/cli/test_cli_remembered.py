"""A header once settled is remembered in its workspace, shown, corrected there, overruled by kalteng.toml."""

from __future__ import annotations

import json
import os
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = "NIK;No KK;Nama;Kolom X;Jenis Kelamin;Tanggal Lahir;Hubungan Keluarga;RT;RW;Desa;Kecamatan;Kabupaten"
JANUARY = HEADER + "\n" + "".join(
    f"620301{day:02d}0180000{i};6203010101100001;ORANG CONTOH {name};JL. MAWAR;L;01/{day}/1980;"
    "KEPALA KELUARGA;001;002;Selat Hilir;Selat;Kapuas\n"
    for i, (day, name) in enumerate([(17, "A"), (25, "B"), (30, "C")], 1)
)  # fmt: skip
"""Dates with the month first, told by days beyond 12; an address under a header that nobody knows."""
FEBRUARY = HEADER.upper() + (
    "\n6203010502800009;6203010101100009;ORANG CONTOH D;JL. MELATI;L;03/02/1981;KEPALA KELUARGA;001;002;"
    "Selat Hilir;Selat;Kapuas\n"
)
"""One person, whose date tells nothing: neither the slashes nor the NIK."""
SETTINGS = """\
[[source]]
name = "kiriman"
level = "kabupaten"
files = ["inbox/kabupaten/januari.csv"]
[source.columns]
"Kolom X" = "alamat"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    (folder / "inbox" / "kabupaten").mkdir(parents=True)
    (folder / "kalteng.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "inbox" / "kabupaten" / "januari.csv").write_text(JANUARY, encoding="utf-8")
    (folder / "februari.csv").write_text(FEBRUARY, encoding="utf-8")
    return folder


def looked_at(kalteng: Callable[..., Any], home: Path) -> dict[str, Any]:
    ran = kalteng("inspect", home / "februari.csv", "--workspace", home, "--format", "json")
    (table,) = json.loads(ran.out)["tables"]
    table["fields"] = {column["header"]: (column["field"], column["reason"]) for column in table["columns"]}
    table["decided"] = {one["field"]: (one["decision"], one["evidence"]) for one in table["decisions"]}
    assert isinstance(table, dict)
    return table


def test_what_a_merge_settled_holds_for_the_next_file_with_that_header(
    kalteng: Callable[..., Any], home: Path
) -> None:
    before = looked_at(kalteng, home)
    assert (before["remembered"], before["fields"]["KOLOM X"][0]) == (None, None)
    assert before["decided"]["tanggal_lahir"][0] == "ambiguous"
    assert not (home / "remembered.toml").exists()

    assert kalteng("merge", "--workspace", home, "--no-input").code in {0, 1}
    memory = home / "remembered.toml"
    (entry,) = tomllib.loads(memory.read_text(encoding="utf-8"))["header"]
    assert (entry["settled"], entry["dates"]) == ({"Kolom X": "alamat"}, "mdy")
    assert entry["read"]["NIK"] == "nik"
    if os.name == "posix":
        assert memory.stat().st_mode & 0o777 == 0o600

    after = looked_at(kalteng, home)
    assert after["remembered"] == entry["since"].isoformat()
    assert after["fields"]["KOLOM X"] == ("alamat", "remembered")
    assert after["decided"]["tanggal_lahir"] == ("mdy", "remembered")
    said = kalteng("inspect", home / "februari.csv", "--workspace", home, "--lang", "en").out
    assert "This header is remembered since" in said

    # A second run on the same files says nothing new.
    written = memory.read_bytes()
    assert kalteng("merge", "--workspace", home, "--no-input").code in {0, 1}
    assert memory.read_bytes() == written

    # kalteng.toml goes before memory, and it is said.
    declared = SETTINGS + '\n[[source]]\nname = "februari"\nlevel = "pusat"\ndates = "dmy"\n'
    declared += '[source.columns]\n"KOLOM X" = "dusun"\n'
    (home / "kalteng.toml").write_text(declared, encoding="utf-8")
    ruled = looked_at(kalteng, home)
    assert ruled["fields"]["KOLOM X"] == ("dusun", "override")
    assert ruled["decided"]["tanggal_lahir"] == ("dmy", "declared")
    assert ruled["overruled"] == ["KOLOM X"]


def test_a_person_corrects_or_deletes_what_is_remembered(kalteng: Callable[..., Any], home: Path) -> None:
    text = 'since = 2026-10-01\nheader = ["NIK", "Nama", "Kolom X"]\n[header.settled]\n"Kolom X" = '
    (home / "remembered.toml").write_text(f'[[header]]\n{text}"dusun"\n', encoding="utf-8")
    file = home / "februari.csv"
    file.write_text("NIK;Nama;Kolom X\n6203010502800009;ORANG CONTOH D;MAWAR\n", encoding="utf-8")
    assert looked_at(kalteng, home)["fields"]["Kolom X"] == ("dusun", "remembered")
    (home / "remembered.toml").write_text(f'[[header]]\n{text}"dusunn"\n', encoding="utf-8")
    ran = kalteng("inspect", file, "--workspace", home, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "remembered.toml:5" in ran.err
    assert "dusun" in ran.err.splitlines()[1]
    (home / "remembered.toml").unlink()
    assert looked_at(kalteng, home)["remembered"] is None


def test_validate_and_inspect_leave_the_workspace_as_it_is(kalteng: Callable[..., Any], home: Path) -> None:
    (home / "inbox" / "kabupaten" / "lain.csv").write_text(PERSONS, encoding="utf-8")
    before = sorted(path for path in home.rglob("*"))
    for command in ("validate", "inspect"):
        assert kalteng(command, "--workspace", home, "--no-input").code in {0, 1}
    assert sorted(path for path in home.rglob("*")) == before
