"""Targets of speed and memory, read from ``targets.toml``, and whether figures meet them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench.peers import OURS, SPLINK
from benchmarks.bench.validating import FRICTIONLESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FULL_SIZE = 1_000_000
"""Absolute targets and those beside peers hold at this many rows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure beside the most it may be, or the least where more is better (``at_least``)."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is on the right side of its limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def judge(result: Mapping[str, Any]) -> list[Verdict]:
    """Every target that the measured sizes allow to judge."""
    targets = tomllib.loads(Path(__file__).with_name("targets.toml").read_text(encoding="utf-8"))
    return [
        *_merge(result, targets),
        *_link(result, targets),
        *_growth(result, targets),
        *_validate(result, targets),
    ]


def seconds_a_million(merged: Mapping[str, Any]) -> float:
    """Processor seconds that a merge takes for each million of its rows."""
    return float(merged["cost"]["cpu"]) / int(merged["rows"]) * 1e6


def _full(entries: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((one for one in entries if one["size"] >= FULL_SIZE), None)


def _walls(result: Mapping[str, Any]) -> dict[str, float]:
    linked = _full(result["link"])
    return {} if linked is None else {side["side"]: side["cost"]["wall"] for side in linked["sides"]}


def _merge(result: Mapping[str, Any], targets: Mapping[str, Any]) -> Iterator[Verdict]:
    merged = _full(result["merge"])
    if merged is None:
        return
    cost = merged["cost"]
    yield Verdict("merge of 1M rows, seconds", cost["wall"], targets["merge"]["seconds"])
    yield Verdict("merge of 1M rows, GiB", cost["gib"], targets["merge"]["gib"])
    splink = _walls(result).get(SPLINK)
    if splink is not None:
        most = targets["merge"]["times_peer"]
        yield Verdict("merge of 1M rows, times Splink's linking alone", cost["wall"] / splink, most)


def _link(result: Mapping[str, Any], targets: Mapping[str, Any]) -> Iterator[Verdict]:
    walls = _walls(result)
    if SPLINK in walls:
        most = targets["link"]["times_peer"]
        yield Verdict("linking 1M rows alone, times Splink's", walls[OURS] / walls[SPLINK], most)


def _growth(result: Mapping[str, Any], targets: Mapping[str, Any]) -> Iterator[Verdict]:
    if _full(result["merge"]) is None or len(result["merge"]) < 2:
        return
    before, last = (seconds_a_million(one) for one in result["merge"][-2:])
    name = "processor seconds a row, largest size over the one before"
    yield Verdict(name, last / before, targets["linear"]["growth"])


def _validate(result: Mapping[str, Any], targets: Mapping[str, Any]) -> Iterator[Verdict]:
    found, limits = result.get("validate"), targets["validate"]
    if found is None:
        return
    if found["csv"]["rows"] >= FULL_SIZE:
        csv = found["csv"]
        yield Verdict("validate a CSV of 1M rows, times polars' reading", csv["times"], limits["csv_times"])
        yield Verdict("validate a CSV of 1M rows, GiB", csv["ours"]["gib"], limits["csv_gib"])
    book, daily = found["book"]["times"], found["daily"]["times"]
    yield Verdict("validate a workbook of 100k rows, times fastexcel's reading", book, limits["book_times"])
    yield Verdict("validate a workbook of 500 rows, times its imports", daily, limits["daily_times"])
    rate = found["small"]["files"] / found["small"]["cost"]["cpu"]
    name = f"validate {found['small']['files']:,} small workbooks, files a processor second"
    yield Verdict(name, rate, limits["files_a_second"], at_least=True)
    marked = found["marked"]["cpu"]
    yield Verdict("a marked copy of 100k rows, processor seconds", marked, limits["marked_seconds"])
    for one in found["peers"]:
        if one["side"] == FRICTIONLESS:
            name = "frictionless on a CSV of 100k rows, times our processor time"
            least = limits["times_less_than_frictionless"]
            yield Verdict(name, 1 / one["times"], least, at_least=True)
