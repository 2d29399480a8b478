"""Web pages that are called workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.errors import InputError
from kalteng_data.load import Loaded, read_tables
from kalteng_data.load.webpage import read_webpage
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("6206011708800001", "BUDI"), ("6206015708820002", "SITI &amp; RINA"))


def _page(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "daftar.xls"
    path.write_bytes(text.encode(encoding))
    return path


def _read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Loaded:
    return read_tables([Source(_page(tmp_path, text, encoding), "daftar.xls")])


def _table(head: str = "<th>NIK</th><th>Nama</th>") -> str:
    rows = "".join(
        f"<tr><td style='mso-number-format:\\@'>{nik}</td><td>{name}</td></tr>" for nik, name in ROWS
    )
    return f"<table border=1><tr>{head}</tr>{rows}</table>"


def test_the_table_of_a_page_is_read_and_its_titles_stand_above(tmp_path: Path) -> None:
    page = "<html><head><title>x</title><style>td {color: red}</style></head><body><h3>DESA : BAUN BANGO</h3>"
    loaded = _read(tmp_path, f"{page}{_table()}<script>NIK = '6206'</script></body></html>")
    people = loaded.persons.select("row", "nik", "nama", "desa").rows()
    assert people == [
        (3, "6206011708800001", "BUDI", "BAUN BANGO"),
        (4, "6206015708820002", "SITI & RINA", "BAUN BANGO"),
    ]


def test_a_page_without_end_tags_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    page = "<HTML><TABLE><TR><TH>NIK<TH>Nama<TR><TD>6206011708800001<TD>RENÉ&nbsp;BUDI</TABLE>"
    assert _read(tmp_path, page, "cp1252").persons["nama"].to_list() == ["RENÉ BUDI"]


def test_cells_over_several_columns_and_rows_are_merges(tmp_path: Path) -> None:
    page = (
        "<table><tr><th rowspan=2>NIK</th><th colspan=2>Lahir</th><th rowspan=2>Nama</th></tr>"
        "<tr><th>Tempat</th><th>Tgl</th></tr>"
        "<tr><td>6206011708800001</td><td>KURUN</td><td>17-08-1980</td><td>BU<br>DI</td></tr></table>"
    )
    grid = read_webpage(_page(tmp_path, page), "daftar.xls")
    assert grid.frame.rows() == [
        ("NIK", "Lahir", None, "Nama"),
        (None, "Tempat", "Tgl", None),
        ("6206011708800001", "KURUN", "17-08-1980", "BU\nDI"),
    ]
    assert {(m.top, m.left, m.bottom, m.right) for m in grid.merges} == {
        (0, 0, 1, 0),
        (0, 1, 0, 2),
        (0, 3, 1, 3),
    }


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>Masuk dahulu</body></html>",
        "<html><table></table></html>",
        "<html><![foo bar[x]]><table><tr><td>NIK<tr><td>1</table>",
        "<html><table><tr><td>NIK<tr><td>1</table><!--" + "<a " * 500_000,
        "<html><table><tr>" + "<td colspan=1000>" * 16 + "<td>NIK" + "<tr>" * 1300 + "<td>2</table>",
    ],
)
def test_a_page_without_a_list_or_of_an_absurd_size_is_refused(tmp_path: Path, page: str) -> None:
    with pytest.raises(InputError) as refused:
        read_webpage(_page(tmp_path, page), "daftar.xls")
    assert refused.value.code == "foreign-file"
