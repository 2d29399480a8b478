from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    "text", [["62.03.01.1007"], ["6203040011"], ["selat", "hilir"], ["Kel. Selat Hilir"]]
)
def test_a_village_is_found_by_either_code_or_by_name(kalteng: Callable[..., Any], text: list[str]) -> None:
    ran = kalteng("village", *text)
    assert ran.code == 0
    first = ran.out.splitlines()[2]
    assert "62.03.01.1007" in first
    assert "6203040011" in first


def test_the_command_may_be_written_out(kalteng: Callable[..., Any]) -> None:
    assert kalteng("village", "show", "selat hilir").out == kalteng("village", "selat hilir").out


def test_what_is_like_no_village_is_refused(kalteng: Callable[..., Any]) -> None:
    ran = kalteng("village", "qqqqqq")
    assert (ran.code, ran.out) == (2, "")
    assert "qqqqqq" in ran.err


def test_resolving_keeps_rows_and_order_and_adds_the_village(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    source = tmp_path / "d.csv"
    source.write_text(
        "Nama Desa;Kecamatan;Kabupaten;Catatan\n"
        "Selat Hulu;Selat;Kapuas;dua\nEntah Di Mana;Selat;Kapuas;tiga\nSelat Hilir;Selat;Kapuas;satu\n",
        encoding="utf-8",
    )
    ran = kalteng("village", "resolve", source, "-o", tmp_path / "o.csv", "--lang", "en")
    assert (ran.code, ran.out) == (0, "")
    assert "2 of 3" in ran.err
    lines = (tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("kode_desa,nama_desa,kecamatan,kabupaten,confidence,candidates")
    assert [line.split(",")[3] for line in lines[1:]] == ["dua", "tiga", "satu"]
    assert [line.split(",")[4] for line in lines[1:]] == ["62.03.01.1009", "", "62.03.01.1007"]


def test_resolving_needs_a_place_to_write_to(kalteng: Callable[..., Any], persons: Path) -> None:
    ran = kalteng("village", "resolve", persons)
    assert ran.code == 2
    assert "--output" in ran.err or "-o" in ran.err


def test_the_doctor_counts_the_reference_and_sees_the_lock(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    from kalteng_data import store

    fit = kalteng("doctor", "--lang", "en")
    assert fit.code == 0
    assert "1,571 villages" in fit.out
    assert kalteng("init", "w").code == 0
    assert "free" in kalteng("doctor", "--lang", "en", cwd=tmp_path / "w").out
    with store.lock(tmp_path / "w"):
        held = kalteng("doctor", "--lang", "en", cwd=tmp_path / "w")
    assert held.code == 75
