"""Texts, grids and settings that hypothesis draws: nothing of them was ever a sound file."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.fuzz.binary import table, xlsb
from benchmarks.fuzz.seeds import HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

_CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(HEADER),
    st.from_regex(r"\A62\d{14}\Z"),
    st.integers(-(1 << 60), 1 << 60),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from(
        ["", " ", "=1+1", "-", "###", "Jumlah", "17-08-1980", "31/02/1980", "1.0E+15", "\x00", "''"]
    ),
)
_GRIDS = st.lists(st.lists(_CELLS, max_size=9), min_size=1, max_size=9)
_KEYS = st.sampled_from(
    [
        "project",
        "source",
        "validate",
        "privacy",
        "rule",
        "reviewed",
        "link",
        "merge",
        "schema",
        "x",
        "a.b",
        '""',
    ]
)
_NAMES = st.sampled_from(
    ["name", "level", "files", "sheet", "header_row", "columns", "when", "code", "period", "lang"]
)
_VALUES = st.sampled_from(
    ['"a"', "1", "-1", "[]", "{}", '["*.csv"]', "1e999", "1979-05-27", '"kabupaten"', "true", '"\\u0000"']
)
_LINES = st.one_of(
    st.builds("[{}]".format, _KEYS),
    st.builds("[[{}]]".format, _KEYS),
    st.builds(
        "{} = {!r}".format, _KEYS, st.one_of(st.text(max_size=9), st.integers(), st.lists(st.integers()))
    ),
    st.builds("{} = {}".format, _NAMES, _VALUES),
    st.text(max_size=20),
)


def invented(amount: int, number: int) -> list[tuple[str, bytes]]:
    """``amount`` inputs of a seed, each with the ending of its name."""
    ways: tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], bytes]], ...] = (
        ("csv", st.one_of(st.text(min_size=1), st.text("\"';,|\t\r\n\x00aNIK1", min_size=1)), _encoded),
        ("txt", st.binary(min_size=1, max_size=300), bytes),
        ("csv", _GRIDS, partial(_separated, separator=";")),
        ("csv", _GRIDS, partial(_separated, separator=",")),
        ("xlsx", _GRIDS, _workbook),
        ("xlsb", _GRIDS, _binary),
        ("parquet", _GRIDS, _columnar),
        ("toml", st.lists(_LINES, max_size=12).map("\n".join), _encoded),
    )
    each = -(-amount // len(ways))
    drawn = [_drawn(way, each, number) for way in ways]
    return [one for several in zip(*drawn, strict=True) for one in several][:amount]


def _drawn(
    way: tuple[str, st.SearchStrategy[Any], Callable[[Any], bytes]], amount: int, number: int
) -> list[tuple[str, bytes]]:
    ending, strategy, write = way
    found: list[tuple[str, bytes]] = []

    @seed(number)
    @settings(
        max_examples=amount,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(value: Any) -> None:  # noqa: ANN401  whatever the strategy draws
        found.append((ending, write(value)))

    draw()
    return [found[i % len(found)] for i in range(amount)]  # a strategy may run out of new ideas


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _separated(grid: list[list[Any]], separator: str) -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=separator).writerows(grid)
    return _encoded(held.getvalue())


def _shown(grid: list[list[Any]]) -> list[list[Any]]:
    """Cells that a workbook can hold: its XML has no surrogates, its numbers no infinity."""
    return [
        [
            cell if isinstance(cell, bool | int | None) else str(cell).encode("utf-8", "replace").decode()
            for cell in line
        ]
        for line in grid
    ]


def _workbook(grid: list[list[Any]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for i, line in enumerate(_shown(grid)):
            for j, cell in enumerate(line):
                sheet.write(i, j, cell)
    return held.getvalue()


def _binary(grid: list[list[Any]]) -> bytes:
    return xlsb({"Data": table(_shown(grid))}, inline=len(grid) % 2 == 0)


def _columnar(grid: list[list[Any]]) -> bytes:
    width = max(len(line) for line in grid)
    names = [str(name) for name in (*HEADER, *range(9))][: max(width, 1)]
    frame = pl.DataFrame(
        {
            name: pl.Series([_shown([line])[0][j] if j < len(line) else None for line in grid], strict=False)
            for j, name in enumerate(names)
        }
    )
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()
