"""No NIK and no card number anywhere but in the tables: on a real merge of the sample's three levels."""

from __future__ import annotations

import re
import stat
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[2] / "sample_data"
LEVELS = ("pusat", "provinsi", "kabupaten")
LONG = re.compile(rb"(?<![\d.])\d{16}(?![\d.])")
"""Sixteen digits that are neither a fraction's nor part of a longer number."""


@dataclass(frozen=True)
class Merged:
    out: Path
    said: bytes


def inputs() -> list[str]:
    """The sample's files as options of ``merge``."""
    return [
        word
        for level in LEVELS
        for word in (f"--{level}", *(str(path) for path in sorted((SAMPLE / level).iterdir())))
    ]


@pytest.fixture(scope="module")
def numbers() -> frozenset[bytes]:
    """Every number of sixteen digits in the sample's files, as their bytes have it."""
    found: set[bytes] = set()
    for path in (path for level in LEVELS for path in (SAMPLE / level).iterdir()):
        if path.suffix == ".csv":
            found |= set(LONG.findall(path.read_bytes()))
            continue
        with zipfile.ZipFile(path) as book:
            for part in book.namelist():
                found |= set(LONG.findall(book.read(part)))
    assert len(found) > 3000
    return frozenset(found)


@pytest.fixture
def merged_sample(process: Callable[..., Any], tmp_path: Path) -> Merged:
    """The sample merged by somebody whose files are open to all, with all words; a part of it once more."""
    (part,) = (SAMPLE / "kabupaten").glob("opensid_katingan.xlsx")
    told = process("merge", *inputs(), "--output", "out", "--verbose", "--lang", "en", umask=0)
    logged = process(
        "merge", "--kabupaten", part, "--output", "out", "--verbose", "--log-format", "json", umask=0
    )
    for ran in (told, logged):
        assert ran.code == 1, ran.err  # the sample has findings of severity error, as it is meant to
    return Merged(tmp_path / "out", (told.out + told.err + logged.out + logged.err).encode())


def assert_free_of_numbers(content: bytes, numbers: frozenset[bytes], where: object) -> None:
    assert not set(re.findall(rb"\d{16}", content)) & numbers, where
    assert not LONG.search(content), where


def test_numbers_stand_in_tables_only_and_files_are_the_owners(
    merged_sample: Merged, numbers: frozenset[bytes]
) -> None:
    assert_free_of_numbers(merged_sample.said, numbers, "screen and log")
    files = [path for path in merged_sample.out.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".parquet", ".json", ".sqlite"}
    for path in files:
        assert_free_of_numbers(str(path.relative_to(merged_sample.out)).encode(), numbers, path)
        if path.suffix != ".parquet":
            assert_free_of_numbers(path.read_bytes(), numbers, path)
    if sys.platform != "win32":
        for path in (merged_sample.out, *merged_sample.out.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("fmt", ["full", "concise", "json", "jsonl", "csv"])
def test_reports_of_findings_mask_numbers(
    fmt: str, kalteng: Callable[..., Any], numbers: frozenset[bytes]
) -> None:
    (path,) = (SAMPLE / "kabupaten").glob("opensid_katingan.xlsx")
    ran = kalteng("validate", path, "--format", fmt, "--verbose")
    assert ran.code == 1
    assert len(ran.out) > 1000
    assert_free_of_numbers((ran.out + ran.err).encode(), numbers, fmt)


def test_inspecting_shows_no_number(kalteng: Callable[..., Any], numbers: frozenset[bytes]) -> None:
    ran = kalteng("inspect", *sorted((SAMPLE / "provinsi").iterdir()), "--verbose")
    assert ran.code == 0
    assert_free_of_numbers((ran.out + ran.err).encode(), numbers, "inspect")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_whatever_a_command_writes_is_the_owners(
    process: Callable[..., Any], merged: Path, persons: Path, tmp_path: Path
) -> None:
    for command in (
        ["init", "w"],
        ["export", "penduduk", "--workspace", merged, "--output", "p.xlsx", "--format", "xlsx"],
        ["validate", persons, "--format", "csv", "--output", "f.csv"],
        ["village", "resolve", persons, "-o", "d.csv"],
    ):
        assert process(*command, umask=0).code == 0, command
    files = [tmp_path / name for name in ("p.xlsx", "f.csv", "d.csv")]
    for path in [*files, tmp_path / "w", *(tmp_path / "w").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
