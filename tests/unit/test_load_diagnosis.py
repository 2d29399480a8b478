"""What is said of a sheet in which no table was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.catalogue import LANGUAGES, error_text
from kalteng_data.errors import InputError
from kalteng_data.load import read_tables
from kalteng_data.model import Source

if TYPE_CHECKING:
    from pathlib import Path


def _refused(tmp_path: Path, text: str) -> InputError:
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_tables([Source(path, "data.csv")])
    for lang in LANGUAGES:
        assert all(error_text(refused.value, lang))
    return refused.value


def test_a_table_lying_crosswise_is_named(tmp_path: Path) -> None:
    found = _refused(
        tmp_path,
        "Nama;BUDI;SITI;EDI\nNIK;6206011708800001;6206015708820002;6206011708850003\n"
        "Jenis Kelamin;L;P;L\nTanggal Lahir;17-08-1980;17-08-1982;17-08-1985\n",
    )
    assert found.code == "crosswise"
    assert found.details["column"] == "A"
    assert '"NIK"' in str(found.details["known"])


def test_villages_across_are_named_too(tmp_path: Path) -> None:
    text = "Indikator;Baun Bango;Linau;Kamipang\nJumlah Penduduk;100;200;300\nJumlah KK;30;60;90\n"
    assert _refused(tmp_path, text).code == "crosswise"


def test_forms_of_one_person_are_named(tmp_path: Path) -> None:
    form = "BIODATA PENDUDUK;;\nNIK;:;620601170880000{0}\nNama Lengkap;:;BUDI\nJenis Kelamin;:;L\n"
    form += "Alamat;:;KURUN\n;;\n"
    assert _refused(tmp_path, form.format(1) + form.format(2)).code == "one-person-form"


def test_headers_that_nothing_parts_are_shown(tmp_path: Path) -> None:
    text = "NIK               NAMA      JENIS KELAMIN\n6206011708800001  BUDI      L\n"
    found = _refused(tmp_path, text)
    assert found.code == "no-separator"
    assert found.details["row"] == 1


def test_the_row_nearest_to_a_header_is_shown_with_what_is_not_known(tmp_path: Path) -> None:
    found = _refused(
        tmp_path, "Laporan;;\n;;\nAlamat;Warna Kulit;Bentuk\nKURUN;merah;bulat\nSAMPIT;biru;lonjong\n"
    )
    assert found.code == "unknown-header"
    assert (found.details["row"], found.details["known"]) == (3, '"Alamat"')
    assert found.details["key"] == "Warna Kulit"


def test_a_sheet_of_which_nothing_is_known_has_no_table(tmp_path: Path) -> None:
    assert _refused(tmp_path, "merah;biru\n1;2\n").code == "no-table"


def test_no_row_of_a_person_is_shown(tmp_path: Path) -> None:
    found = _refused(tmp_path, "a;b\nBUDI;Laki-laki;merah\nSITI;Perempuan;1982\n")
    assert found.code == "no-table"
