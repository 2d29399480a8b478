"""The example of docs/layouts.md, done as it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "layouts.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with the file and the layout of the page."""
    page = PAGE.read_text(encoding="utf-8")
    (text,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    _, layout = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    folder = tmp_path / "w"
    (folder / "layouts").mkdir(parents=True)
    (folder / "kalteng.toml").write_text("", encoding="utf-8")
    # The page masks its numbers as the program does; here each gets digits between its ends.
    (folder / "puskesmas.txt").write_text(text.replace("**********", "0105028000"), encoding="utf-8")
    (folder / "layouts" / "puskesmas.toml").write_text(layout, encoding="utf-8")
    return folder


def test_the_example_of_the_page_is_read_as_the_page_says(kalteng: Callable[..., Any], home: Path) -> None:
    shown = kalteng("inspect", home / "puskesmas.txt", "--workspace", home, "--lang", "en").out
    (said,) = re.findall(r"says `(Known layout: .*?)`", PAGE.read_text(encoding="utf-8"))
    assert said in shown
    (masked,) = re.findall(r"NIKs masked \(`(.*?)`\)", PAGE.read_text(encoding="utf-8"))
    assert masked in shown
    cleaned = home / "bersih.csv"
    assert kalteng("clean", home / "puskesmas.txt", "-o", cleaned, "--workspace", home).code == 0
    head, first, *_ = (line.split(",") for line in cleaned.read_text(encoding="utf-8-sig").splitlines())
    row = dict(zip(head, first, strict=True))
    assert (row["shdk"], row["tanggal_lahir"], row["nama"]) == ("ISTRI", "1980-03-02", "ORANG CONTOH D")


def test_without_the_layout_the_file_cannot_be_read(kalteng: Callable[..., Any], home: Path) -> None:
    (home / "layouts" / "puskesmas.toml").unlink()
    ran = kalteng("inspect", home / "puskesmas.txt", "--workspace", home)
    assert (ran.code, ran.out) == (2, "")


def test_a_slip_in_a_layout_stops_with_file_line_and_fix(kalteng: Callable[..., Any], home: Path) -> None:
    layout = home / "layouts" / "puskesmas.toml"
    layout.write_text(layout.read_text(encoding="utf-8").replace('"nama"', '"namaa"'), encoding="utf-8")
    for command in ("inspect", "validate"):
        ran = kalteng(command, home / "puskesmas.txt", "--workspace", home, "--lang", "en")
        assert (ran.code, ran.out) == (2, "")
        reason, hint = ran.err.strip().splitlines()
        assert "layouts/puskesmas.toml:13: the value of columns.P02 cannot be used" in reason
        assert "nama" in hint


def test_all_keys_of_a_layout_stand_on_the_page() -> None:
    from dataclasses import fields

    from kalteng_data.settings import Layout

    page = PAGE.read_text(encoding="utf-8")
    assert [f.name for f in fields(Layout) if f"`{f.name}`" not in page and f"`[{f.name}]`" not in page] == []


def test_the_layout_of_the_operators_guide_is_one(tmp_path: Path) -> None:
    from kalteng_data.settings import read_layouts

    guide = PAGE.with_name("panduan.md").read_text(encoding="utf-8")
    (text,) = re.findall(r'```toml\n(name = "puskesmas".*?)```', guide, re.DOTALL)
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "puskesmas.toml").write_text(text, encoding="utf-8")
    (layout,) = read_layouts(tmp_path)
    assert (layout.codebook, layout.columns["P05"]) == ("adminduk", "")
