from __future__ import annotations

from pathlib import Path  # noqa: TC003  the test makes a file by it

from kalteng_data.load import read_tables
from kalteng_data.model import Kind, Source


def test_counts_by_sex_below_a_total_are_nobody(tmp_path: Path) -> None:
    path = tmp_path / "jumlah.csv"
    path.write_text(
        "NO;NAMA;NIK;JK;TGL LAHIR;DESA\n"
        "1;BUDI SANTOSO;6203011708800001;L;17-08-1980;Selat Tengah\n"
        "2;ANI WATI;6203015708820002;P;17-08-1982;Selat Tengah\n"
        ";JUMLAH;2;;;\n;Laki-laki;1;;;\n;PEREMPUAN :;1;;;\n"
    )
    loaded = read_tables([Source(path, path.name)])
    assert loaded.persons["nama"].to_list() == ["BUDI SANTOSO", "ANI WATI"]
    assert {s.reason: s.rows for s in loaded.tables[0].skipped}["total"] == (4, 5, 6)


def _fields(tmp_path: Path, *lines: str) -> dict[str, str | None]:
    path = tmp_path / "desa.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (table,) = read_tables([Source(path, path.name)]).tables
    assert table.kind is Kind.DESA
    return {column.header: column.field for column in table.columns}


def test_letters_and_cards_over_counts_of_villages_are_counts(tmp_path: Path) -> None:
    found = _fields(tmp_path, "No;Desa;L;P;L+P;KK", "1;Linau;120;115;235;60", "2;Rabambang;90;85;175;41")
    assert found == {
        "No": None, "Desa": "desa", "L": "jumlah_laki_laki", "P": "jumlah_perempuan",
        "L+P": "jumlah_penduduk", "KK": "jumlah_kk",
    }  # fmt: skip


def test_counts_by_age_are_not_those_of_all(tmp_path: Path) -> None:
    found = _fields(
        tmp_path,
        "Desa;0-4;;5-9;;Jumlah;",
        ";L;P;L;P;L;P",
        "Linau;12;11;14;9;26;20",
        "Rabambang;7;9;8;6;15;15",
    )
    assert {header for header, field in found.items() if field == "jumlah_laki_laki"} == {"Jumlah L"}
    assert {header for header, field in found.items() if field == "jumlah_perempuan"} == {"Jumlah P"}


def test_cards_of_families_stay_cards_beside_villages(tmp_path: Path) -> None:
    path = tmp_path / "kk.csv"
    path.write_text("No;Desa;KK\n1;Linau;6210051203150001\n2;Linau;6210051203150002\n", encoding="utf-8")
    (table,) = read_tables([Source(path, path.name)]).tables
    assert table.kind is Kind.KELUARGA


def test_totals_by_sex_beside_ages_are_those_of_all(tmp_path: Path) -> None:
    found = _fields(
        tmp_path, "Desa;0-4;;Total;;", ";L;P;L;P;L+P", "Linau;12;11;26;20;46", "Rabambang;7;9;15;15;30"
    )
    assert (found["Total L"], found["Total P"]) == ("jumlah_laki_laki", "jumlah_perempuan")
    found = _fields(tmp_path, "Desa;Jumlah Jiwa;;", ";LK;PR;LK+PR", "Linau;26;20;46", "Rabambang;15;15;30")
    assert found["Jumlah Jiwa LK+PR"] == "jumlah_penduduk"


def test_people_counted_in_a_family_are_its_members(tmp_path: Path) -> None:
    path = tmp_path / "kk.csv"
    path.write_text(
        "Kepala Keluarga;No KK;Jumlah Jiwa;;\n;;Lk;Pr;Jml\n"
        "TONO LUTHER;6210051203150001;2;1;3\nEDI JAYA;6210051203150002;1;4;5\n",
        encoding="utf-8",
    )
    loaded = read_tables([Source(path, path.name)])
    assert loaded.families["jumlah_anggota"].to_list() == ["3", "5"]
