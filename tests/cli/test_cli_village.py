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


@pytest.mark.parametrize(
    "asked",
    [
        ["baun bango, kamipang"],
        ["baun", "bango,", "kamipang"],
        ["baun bango, kamipang, katingan"],
        ["baun bango, katingan"],
        ["baun bango", "--kecamatan", "kamipang"],
        ["baun bango", "--kabupaten", "Katingan"],
        ["Desa Baun Banggo, Kec. Kamipang"],
    ],
)
def test_a_name_in_its_kecamatan_is_answered_with_its_certainty(
    kalteng: Callable[..., Any], asked: list[str]
) -> None:
    ran = kalteng("village", *asked, "--lang", "en")
    assert ran.code == 0, ran.err
    head, first = ran.out.splitlines()[0], ran.out.splitlines()[2]
    assert "Certain" in head
    assert "Baun Bango" in first
    assert float(first.split()[-1].rstrip("%")) >= 90
    assert ran.err == ""


@pytest.mark.parametrize(
    ("asked", "candidates"),
    [
        ("patas, gunung bintang awai", {"Patas I", "Patas II"}),  # nobody knows which of the two
        ("selat tengah, kamipang", {"Selat Tengah"}),  # it lies elsewhere
    ],
)
def test_where_it_cannot_be_told_candidates_are_given_and_none_is_chosen(
    kalteng: Callable[..., Any], asked: str, candidates: set[str]
) -> None:
    ran = kalteng("village", asked, "--lang", "en")
    assert ran.code == 0
    assert "cannot be told" in ran.err
    lines = ran.out.splitlines()[2:]
    assert all(line.split()[-1] == "-" for line in lines)
    assert all(any(name in line for line in lines) for name in candidates)


def test_a_numeral_decides_between_lookalikes(kalteng: Callable[..., Any]) -> None:
    ran = kalteng("village", "patas 2", "--kecamatan", "gunung bintang awai")
    assert "Patas II" in ran.out.splitlines()[2]
    assert ran.out.splitlines()[2].split()[-1] != "-"


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
