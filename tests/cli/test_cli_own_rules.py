from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = """\
[[rule]]
code = "XX001"
field = "rt"
sql = "rt IS NULL AND rw IS NOT NULL"
title = { id = "RW tanpa RT", en = "RW without RT" }
message = { id = "RT kosong padahal RW ada", en = "RT is empty beside an RW" }
fix = "Isi RT."
"""
LIST = """\
NIK;Nama;JK;Tgl Lahir;RT;RW;Desa;Kecamatan;Kabupaten
6203011708800001;BUDI CONTOH;L;17-08-1980;001;002;Selat Hilir;Selat;Kapuas
6203015708820002;SITI CONTOH;P;17-08-1982;-;002;Selat Hilir;Selat;Kapuas
"""
VILLAGES = "Kode Desa;Desa;Jumlah Penduduk;Jumlah KK\n62.03.01.1007;Selat Hilir;10;20\n"
CARDS = """\
No KK;Nama Kepala Keluarga;Jumlah Anggota;Desa;Kecamatan
6203010101100001;BUDI CONTOH;3;Selat Hilir;Selat
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "a.csv").write_text(LIST, encoding="utf-8")
    return folder


def found(kalteng: Callable[..., Any], home: Path, text: str, *args: str, file: str = "a.csv") -> list[Any]:
    (home / "kalteng.toml").write_text(text, encoding="utf-8")
    ran = kalteng("validate", file, "--format", "jsonl", *args, cwd=home)
    assert "Traceback" not in ran.err
    return [one for line in ran.out.splitlines() if not (one := json.loads(line))["code"].startswith("KT")]


@pytest.mark.parametrize(
    ("lang", "message"), [("id", "RT kosong padahal RW ada"), ("en", "RT is empty beside an RW")]
)
def test_a_rule_of_ones_own_is_found_in_its_cell(
    kalteng: Callable[..., Any], home: Path, lang: str, message: str
) -> None:
    (one,) = found(kalteng, home, RULE, "--lang", lang)
    assert (one["code"], one["severity"], one["cell"], one["value"]) == ("XX001", "warning", "E3", "-")
    assert (one["message"], one["fix"]) == (message, "Isi RT.")


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ('field = "nama"\nsql = "raw_nama LIKE \'BUDI%\'"\nmessage = "bukan {value}"', ["B2"]),
        ('sql = "usia > 17"', [None, None]),
        ("sql = \"tanggal_lahir < DATE '1981-01-01'\"", [None]),
        ("sql = \"COUNT(nik) OVER (PARTITION BY rw) > 1 AND kode_desa = '62.03.01.1007'\"", [None, None]),
        ('sql = "1 = 1"', [None, None]),
        ('sql = "dusun IS NOT NULL"', []),
        ('sql = "jumlah_penduduk > 0"\ntable = "desa"', []),
    ],
)
def test_conditions_of_many_kinds(
    kalteng: Callable[..., Any], home: Path, rule: str, cells: list[Any]
) -> None:
    made = found(kalteng, home, f'[[rule]]\ncode = "KAB001"\ntitle = "x"\n{rule}\n')
    assert [one["cell"] for one in made] == cells
    assert not any("BUDI" in one["message"] for one in made)


@pytest.mark.parametrize(
    ("table", "sql", "text", "cell"),
    [
        ("desa", "jumlah_kk > jumlah_penduduk", VILLAGES, "D2"),
        ("keluarga", "jumlah_anggota > 2", CARDS, "C2"),
    ],
)
def test_villages_and_cards_have_rules_too(
    kalteng: Callable[..., Any], home: Path, table: str, sql: str, text: str, cell: str
) -> None:
    (home / "t.csv").write_text(text, encoding="utf-8")
    field = "jumlah_kk" if table == "desa" else "jumlah_anggota"
    rule = f'[[rule]]\ncode = "KAB002"\ntitle = "x"\ntable = "{table}"\nfield = "{field}"\nsql = "{sql}"\n'
    (one,) = found(kalteng, home, rule, file="t.csv")
    assert one["cell"] == cell


def test_its_weight_can_be_changed_like_any_other(kalteng: Callable[..., Any], home: Path) -> None:
    assert found(kalteng, home, '[rules]\nXX001 = "off"\n' + RULE) == []
    (one,) = found(kalteng, home, '[rules]\nXX001 = "error"\n' + RULE)
    assert one["severity"] == "error"


@pytest.mark.parametrize("form", ["full", "html", "sarif", "github", "junit", "json", "csv", "concise"])
def test_every_form_of_report_knows_it(kalteng: Callable[..., Any], home: Path, form: str) -> None:
    (home / "kalteng.toml").write_text(RULE, encoding="utf-8")
    assert "XX001" in kalteng("validate", "a.csv", "--format", form, cwd=home).out


def test_rules_lists_and_explains_it_in_its_workspace_only(
    kalteng: Callable[..., Any], home: Path, tmp_path: Path
) -> None:
    (home / "kalteng.toml").write_text(RULE, encoding="utf-8")
    assert "RW without RT" in kalteng("rules", "--lang", "en", cwd=home).out
    told = kalteng("rules", "xx001", "--lang", "en", cwd=home).out
    assert "rt IS NULL AND rw IS NOT NULL" in told
    assert "Isi RT." in told
    assert kalteng("rules", "XX001", cwd=tmp_path).code == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"XX001"', '"KT001"'), ("kalteng.toml:2", "rule[1].code")),
        (('"XX001"', '"satu"'), ("kalteng.toml:2", "rule[1].code")),
        (("rt IS NULL", "rtt IS NULL"), ("kalteng.toml:4", "rule[1].sql", "rtt", "rt")),
        (("rt IS NULL", "rt IS"), ("kalteng.toml:4", "rule[1].sql")),
        (("rt IS NULL AND rw IS NOT NULL", "rt"), ("kalteng.toml:4", "Boolean")),
        (("rt IS NULL AND rw IS NOT NULL", "SELECT 1"), ("kalteng.toml:4", "rule[1].sql")),
        (("rt IS NULL", "desil > 'a'"), ("kalteng.toml:4", "rule[1].sql")),
        (('"rt"\n', '"rumah"\n'), ("kalteng.toml:3", "rule[1].field", "dusun")),
        (("beside an RW", "beside {rw}"), ("kalteng.toml:6", "rule[1].message")),
        (("field =", "fields ="), ("kalteng.toml:3", "rule[1].fields", "field")),
        (('"Isi RT."', "7"), ("kalteng.toml:7", "rule[1].fix")),
        (('fix = "Isi RT."', 'fix = "x"\n' + RULE), ("kalteng.toml:9", "rule[2].code")),
    ],
)
def test_what_cannot_be_is_refused_with_key_and_line(
    kalteng: Callable[..., Any], home: Path, change: tuple[str, str], words: tuple[str, ...]
) -> None:
    (home / "kalteng.toml").write_text(RULE.replace(*change, 1), encoding="utf-8")
    ran = kalteng("validate", "a.csv", "--lang", "en", cwd=home)
    assert (ran.code, ran.out) == (2, "")
    assert [word for word in words if word not in ran.err] == []


def test_a_condition_that_fails_on_values_quotes_none(kalteng: Callable[..., Any], home: Path) -> None:
    text = '[[rule]]\ncode = "XX002"\ntitle = "x"\nsql = "CAST(nama AS INTEGER) > 1"\n'
    (home / "kalteng.toml").write_text(text, encoding="utf-8")
    ran = kalteng("validate", "a.csv", cwd=home)
    assert ran.code == 2
    assert "XX002" in ran.err
    assert "BUDI" not in ran.err
