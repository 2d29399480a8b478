"""Layouts of a workspace: what is wrong in such a file is said with file, line, key and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.catalogue import error_text
from kalteng_data.errors import SettingsError
from kalteng_data.settings import load_settings
from kalteng_data.settings.layouts import read_layouts

if TYPE_CHECKING:
    from pathlib import Path

SOUND = """\
name = "kapuas"
program = "Aplikasi Kapuas"
share = 0.5

[columns]
"KOL_A" = "nik"
"KOL_B" = ""
"""


def written(folder: Path, text: str, name: str = "kapuas.toml") -> Path:
    (folder / "layouts").mkdir(exist_ok=True)
    (folder / "layouts" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("wrong", "place", "key", "expected"),
    [
        (SOUND.replace('"nik"', '"niik"'), ":6", "columns.KOL_A", "nik"),
        (SOUND.replace("share = 0.5", "share = 5"), ":3", "share", "0.1 - 1.0"),
        (SOUND.replace("share = 0.5", 'share = "banyak"'), ":3", "share", "0.0 - 1.0"),
        (SOUND.replace("share", "sharee"), ":3", "sharee", "share"),
        (SOUND.replace("share = 0.5", 'codebook = "regsos"'), ":3", "codebook", "'regsosek'"),
        (SOUND.replace("share = 0.5", 'dates = "dd/mm"'), ":3", "dates", "'dmy'"),
        (SOUND.replace("share = 0.5", "header_rows = 4"), ":3", "header_rows", "1 - 3"),
        (SOUND.replace("share = 0.5", 'separator = "||"'), ":3", "separator", '"|"'),
        (SOUND.replace("share = 0.5", 'marks = ["KOL_C"]'), ":3", "marks", "KOL_"),
        (SOUND.replace("share = 0.5", 'carried = ["umur"]'), ":3", "carried", "no_kk"),
        (SOUND.replace("share = 0.5", "trust = 1.5"), ":3", "trust", "0.0 - 1.0"),
        (SOUND.replace("share = 0.5", 'schema = "desa"'), ":6", "columns.KOL_A", "jumlah_kk"),
        (SOUND.replace('name = "kapuas"', 'name = ""'), ":1", "name", '"..."'),
        (SOUND.replace('name = "kapuas"\n', ""), ":1", "name", ""),
        ('name = "kosong"\n[columns]\n', ":2", "columns", '"nama"'),
        (SOUND.replace('"KOL_A" = "nik"', '"KOL_A" = nik'), ":6", "", '"'),
    ],
)
def test_what_is_wrong_is_said_with_line_key_and_fix(
    tmp_path: Path, wrong: str, place: str, key: str, expected: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_layouts(written(tmp_path, wrong))
    for lang in ("id", "en"):
        reason, hint = error_text(caught.value, lang)
        assert f"layouts/kapuas.toml{place}" in reason
        assert key in reason
        assert expected in hint


def test_two_layouts_of_one_name_are_refused(tmp_path: Path) -> None:
    written(tmp_path, SOUND)
    with pytest.raises(SettingsError) as caught:
        read_layouts(written(tmp_path, SOUND, "lain.toml"))
    assert caught.value.details["place"] == "layouts/lain.toml:1"


def test_the_folder_and_the_files_that_the_settings_name_are_read_once(tmp_path: Path) -> None:
    written(tmp_path, SOUND)
    (tmp_path / "bersama").mkdir()
    (tmp_path / "bersama" / "a.toml").write_text(SOUND.replace("kapuas", "bersama"), encoding="utf-8")
    text = '[layouts]\nfiles = ["bersama/*.toml", "layouts/kapuas.toml"]\n'
    (tmp_path / "kalteng.toml").write_text(text, encoding="utf-8")
    settings, _ = load_settings(tmp_path, environ={})
    found = read_layouts(tmp_path, settings.layouts.files)
    assert [layout.name for layout in found] == ["bersama", "kapuas"]
    assert read_layouts(None) == ()
    with pytest.raises(SettingsError) as caught:
        read_layouts(tmp_path, ["tiada/*.toml"])
    assert "tiada" in error_text(caught.value, "id")[0]


@pytest.mark.parametrize(("key", "value"), [("codebook", "dtsen"), ("dates", "dd-mm-yyyy")])
def test_a_source_says_codebook_and_order_in_known_words_only(tmp_path: Path, key: str, value: str) -> None:
    text = f'[[source]]\nname = "a"\nlevel = "pusat"\n{key} = "{value}"\n'
    (tmp_path / "kalteng.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, environ={})
    assert caught.value.details["place"] == "kalteng.toml:4"
