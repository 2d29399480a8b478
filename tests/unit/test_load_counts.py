from __future__ import annotations

from pathlib import Path  # noqa: TC003  the test makes a file by it

from kalteng_data.load import read_tables
from kalteng_data.model import Source


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
