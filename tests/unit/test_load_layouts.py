"""Layouts: ours in the form that workspaces write them, told by the header, and never worse than words."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kalteng_data.load import read_tables
from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.layouts import Known, shipped
from kalteng_data.load.synonyms import claim
from kalteng_data.model import Kind, Source
from kalteng_data.settings.layout import Layout
from kalteng_data.settings.layouts import read_layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = Path(__file__).parents[3] / "shared" / "domain" / "layouts.csv"
SHIPPED = Path(__file__).parents[2] / "src" / "kalteng_data" / "load" / "layouts"
SEEN = {
    "opensid_penduduk": "opensid", "opensid_rtm": "opensid_rtm", "siak_export": "siak_flat",
    "siak_raw": "siak", "bip_2012_member_row": "bip_2012", "bip_2016_member_row": "bip_2016",
    "bip_ektp_member_row": "bip_ektp", "siks_pmks_pipe": "siks", "dtsen_keluarga_seen": "dtsen_v2",
    "dtsen_joined_app": "dtsen_v2", "bdt2015": "bdt_2015", "jabar_bansos_bnba": "bantuan_bnba",
    "bansos_simple": "bantuan", "opensid_program_bantuan.Peserta": "bantuan_opensid",
    "village_csv_app": "aplikasi_desa", "prodeskel_ddk": "prodeskel", "idm_summary": "idm",
    "podes2021_desa": "podes_2021", "sdgs_desa": "sdgs_desa",
}  # fmt: skip
"""Formats of the facts, and the layout of ours that each is."""


def cells(texts: Sequence[str]) -> tuple[HeaderCell, ...]:
    return tuple(HeaderCell(i, (text,)) for i, text in enumerate(texts))


def told(texts: Sequence[str], known: Known | None = None, separator: str | None = None) -> str | None:
    match = (known or Known()).match(cells(texts), separator)
    return None if match is None else match.layout.name


def headers(layout: str) -> list[str]:
    return list(next(one for one in shipped() if one.name == layout).columns)


def test_our_layouts_stand_the_checks_of_a_workspaces_own() -> None:
    checked = {layout.name: layout for layout in read_layouts(SHIPPED.parent)}
    assert checked == {layout.name: layout for layout in shipped()}
    assert all(layout.program and layout.source for layout in checked.values())
    assert {Path(name).stem for name in SHIPPED.glob("*.toml")} == set(checked)


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts about layouts are not beside the project")
@pytest.mark.parametrize("name", SEEN)
def test_every_format_seen_is_recognised_whole_with_fewer_and_with_more_columns(name: str) -> None:
    with FACTS.open(encoding="utf-8", newline="") as lines:
        seen = [row["column"] for row in csv.DictReader(lines) if row["format"] == name]
    assert told(seen) == SEEN[name]
    assert told([*seen, "Kolom Kami", "Catatan Dinas"]) == SEEN[name]
    assert told([text.upper() for text in seen]) == SEEN[name]
    if len(seen) > 20:
        assert told([text for i, text in enumerate(seen) if i % 5]) == SEEN[name]


@pytest.mark.parametrize(
    "texts",
    [
        ("NIK", "Nama", "Alamat"),
        ("No", "NIK", "Nama Lengkap", "Tempat Lahir", "Tanggal Lahir", "JK", "SHDK", "Agama", "Pekerjaan"),
        (
            "Nomor KK",
            "NIK",
            "Nama Lengkap",
            "Jenis Kelamin",
            "Status Kawin",
            "Hubungan Keluarga",
            "Pendidikan",
        ),
        ("Kode Desa", "Nama Desa", "Jumlah Penduduk", "Jumlah KK"),
        ("nomor kk", "nik", "nama", "nama ibu kandung", "hubungan keluarga", "desa/kelurahan"),
    ],
)
def test_an_ordinary_header_follows_no_layout(texts: tuple[str, ...]) -> None:
    assert told(texts) is None


def test_the_separator_tells_one_version_from_the_other() -> None:
    assert told(headers("dtsen_v2"), separator="|") == "dtsen_v3"
    assert told(headers("dtsen_v2"), separator=";") == "dtsen_v2"
    assert told(headers("dtsen_v2")) == "dtsen_v2"


def test_a_field_that_stands_in_heading_rows_has_no_column() -> None:
    blocks = headers("bip_2016")
    assert told(blocks) == "bip_2016"
    assert told([*blocks, "No KK"]) is None


@pytest.mark.parametrize("layout", [layout.name for layout in shipped()])
def test_a_layout_of_ours_says_of_a_column_what_its_words_say_or_more(layout: str) -> None:
    found = next(one for one in shipped() if one.name == layout)
    for text, field in found.columns.items():
        by_words = claim(text)
        if by_words is not None and by_words.confidence == 1.0 and by_words.field and field:
            assert field in {by_words.field, *RENAMED.get(by_words.field, ())}, text


RENAMED = {"nama": ("nama_kepala_keluarga",), "no_kk": ("nama_kepala_keluarga",)}
"""Words that stand for another field among rows about family cards."""


OWN = Layout(name="kapuas", columns={"KOL_A": "nik", "KOL_B": "nama", "KOL_C": "tanggal_lahir", "KOL_D": ""})
ROWS = "6203011708800001;BUDI CONTOH;17-08-1980;x\n6203015708820002;SITI CONTOH;17-08-1982;y\n"


def read(path: Path, text: str, *layouts: Layout) -> list[tuple[str, str | None, str]]:
    path.write_text(text, encoding="utf-8")
    loaded = read_tables([Source(path, path.name)], known=Known.of(layouts))
    return [(c.header, c.field, c.reason) for c in loaded.tables[0].columns]


def test_a_layout_of_the_workspace_finds_a_header_that_no_word_tells(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "DAFTAR WARGA;;;\n;;;\nKOL_A;KOL_B;KOL_C;KOL_D\n" + ROWS, OWN)
    assert found == [
        ("KOL_A", "nik", "layout:kapuas"), ("KOL_B", "nama", "layout:kapuas"),
        ("KOL_C", "tanggal_lahir", "layout:kapuas"), ("KOL_D", None, "layout:kapuas"),
    ]  # fmt: skip


def test_cells_that_speak_against_a_layout_leave_it_to_the_words(tmp_path: Path) -> None:
    wrong = Layout(name="salah", columns={"NIK": "nama", "Nama": "nik", "Tanggal Lahir": "jenis_kelamin"})
    text = "NIK;Nama;Tanggal Lahir;RT\n" + ROWS.replace(";x", ";001").replace(";y", ";002")
    alone, with_layout = read(tmp_path / "a.csv", text), read(tmp_path / "a.csv", text, wrong)
    assert [column[:2] for column in with_layout] == [column[:2] for column in alone]


def test_a_header_of_two_rows_is_as_high_as_the_layout_says(tmp_path: Path) -> None:
    two = Layout(
        name="dua", columns={"P1 a": "nik", "P1 b": "nama", "P2": "alamat"}, header_rows=2, share=1.0
    )
    text = "P1;;P2\na;b;\n6203011708800001;BUDI CONTOH;JL. DESA\n"
    assert [c[1] for c in read(tmp_path / "a.csv", text, two)] == ["nik", "nama", "alamat"]


def test_a_separator_of_its_own_parts_the_fields(tmp_path: Path) -> None:
    tilde = Layout(name="tilde", columns=OWN.columns, separator="~")
    text = ("KOL_A;KOL_B;KOL_C;KOL_D\n" + ROWS).replace(";", "~").replace("BUDI CONTOH", "BUDI, S.Pd; M.Si")
    assert [c[1] for c in read(tmp_path / "a.csv", text, tilde)] == ["nik", "nama", "tanggal_lahir", None]


def test_a_layout_says_what_its_rows_are_about(tmp_path: Path) -> None:
    cards = Layout(
        name="kartu", columns={"KOL_A": "no_kk", "KOL_B": "nama_kepala_keluarga"}, schema=Kind.KELUARGA
    )
    path = tmp_path / "a.csv"
    path.write_text("KOL_A;KOL_B\n6203011708800001;BUDI CONTOH\n", encoding="utf-8")
    (table,) = read_tables([Source(path, "a.csv")], known=Known.of([cards])).tables
    assert (table.kind, table.layout) == (Kind.KELUARGA, "kartu")


def test_a_layout_of_the_workspace_replaces_ours_of_that_name() -> None:
    mine = Layout(name="opensid", columns={"sex": "", "kk_level": "", "agama_id": ""})
    match = Known.of([mine]).match(cells(headers("opensid")))
    assert match is not None
    assert (match.own, match.fit.of_columns) == (True, 3)


def test_what_a_layout_says_weighs_as_much_as_it_says() -> None:
    from kalteng_data.model import Table
    from kalteng_data.pipeline.merging import _policy
    from kalteng_data.settings import Settings

    def policy(layout: str | None) -> dict[tuple[str, str], float]:
        source = Source(Path("a.csv"), "a.csv", name="kiriman")
        table = Table(0, source, "", Kind.PENDUDUK, 1, (), 1, layout=layout)
        trusted = Layout(name="kapuas", columns={"KOL_A": "nik"}, trust=0.9)
        return dict(_policy(Settings(), [table], [trusted]).trust)

    assert policy("kapuas")["kiriman", "nama"] == 0.9
    assert policy("opensid") == policy(None)
