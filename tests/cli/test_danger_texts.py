"""Endless lines and quotes left open are read or refused within bounds of memory and time."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from tests.cli.dangers import LIST, MIB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Measured

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes differ on Windows")
FIRST = LIST.split(b"\n")[1]
OPEN = FIRST.replace(b"62", b'"62', 1) + b"\n"


def sparse(path: Path, head: bytes, filling: bytes, tail: bytes, size: int) -> Path:
    with path.open("wb") as stream:
        stream.write(head)
        block = filling * (MIB // len(filling))
        for _ in range(size // len(block)):
            stream.write(block)
        stream.write(tail)
    return path


def test_300_mb_without_an_end_of_line_are_refused_at_the_first_look(
    measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "tanpa_akhir.csv", b"", b"x;", b"", 300 * MIB)
    ran = measured("validate", path)
    path.unlink()
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert ran.mib < 500


@pytest.mark.parametrize(("filling", "mib"), [(b"x", 4), (b"x;", 16)])
def test_an_endless_line_below_the_header_costs_its_own_row(
    filling: bytes, mib: int, measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "tengah.csv", LIST, filling, b"\n" + LIST.partition(b"\n")[2], mib * MIB)
    ran = measured("validate", path, "--format", "json")
    assert ran.code == 1, ran.err
    totals = json.loads(ran.out)["totals"]
    assert totals["rows"] == 20 + filling.count(b";")  # without a separator it is no record
    assert len(ran.out) < MIB
    assert ran.mib < 900
    assert ran.seconds < 30


def test_an_unclosed_quote_is_read_line_by_line_within_bounds(
    measured: Callable[..., Measured], tmp_path: Path
) -> None:
    header, first, *_ = LIST.split(b"\n")
    head = header + b"\n" + first.replace(b"62", b'"62', 1) + b"\n"
    path = sparse(tmp_path / "kutip.csv", head, b"x" * 1023 + b"\n", b"", 16 * MIB)
    ran = measured("validate", path, "--format", "concise", "--max-findings", "5")
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err
    assert ran.mib < 600


@pytest.mark.parametrize(
    ("top", "filling", "end"),
    [
        (OPEN, FIRST + b"\n", b""),
        (b"", FIRST + b"\n", OPEN),
        (b"", b'"x";"' * 100 + b"\n", b""),
        (b"", OPEN, b""),
        (b"", b'"', b""),
    ],
    ids=["open at the top", "open at the end", "alternating", "open in every line", "nothing else"],
)
def test_300_mb_with_quotes_left_open_are_refused_within_bounds(
    top: bytes, filling: bytes, end: bytes, measured: Callable[..., Measured], tmp_path: Path
) -> None:
    path = sparse(tmp_path / "kutip.csv", LIST + top, filling, end, 300 * MIB)
    ran = measured("validate", path)
    path.unlink()
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert ran.mib < 700
    assert ran.seconds < 30
