"""``kalteng validate`` through the installed command, beside bare readers and other validators.

Every side is a whole child process, the start of Python in it, and its processor seconds are compared: on a
machine with other work they stay the same where the clock does not. Sides take turns: A B A B.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench.lists import table, workbooks
from benchmarks.bench.measure import Cost, measured
from benchmarks.bench.peers import peer_python

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUND = (0, 1)
"""Exit codes of a validation that went through: nothing wrong, or findings to look at."""

BOOK_ROWS, DAILY_ROWS, SMALL_ROWS = 100_000, 500, 100
"""Rows of the large workbook (and of the CSV beside other validators), the daily one, the small ones."""

IMPORTS = "import polars, pandera.polars"
"""What a validation cannot do without; its start is compared with this."""

FRICTIONLESS = "frictionless"
PEERS = (FRICTIONLESS, "pointblank")


@dataclass(frozen=True, slots=True)
class Beside:
    """One case: ``ours`` and another ``side`` on the same file, and the JSON that that side ``told``."""

    case: str
    rows: int
    side: str
    ours: Cost
    theirs: Cost
    told: dict[str, Any]

    @property
    def times(self) -> float:
        """Our processor seconds over theirs."""
        return self.ours.cpu / self.theirs.cpu


@dataclass(frozen=True, slots=True)
class Small:
    """Many small workbooks in one call."""

    files: int
    rows_a_file: int
    cost: Cost


def validations(rows: int, files: int, runs: int, work: Path, *, peers: bool) -> dict[str, Any]:
    """All figures as plain data: ``csv, book, daily`` (``Beside``), ``small``, ``marked``, ``peers``.

    Args:
        rows: of the CSV.
        files: how many small workbooks in one call.
        runs: of each measurement except the marked copy and the small workbooks, which are long; medians.
        work: where inputs and the environment of the peers are kept.
        peers: whether to install and run other validators.
    """
    csv, book = table(rows, ".csv", work), table(BOOK_ROWS, ".xlsx", work)
    daily = table(DAILY_ROWS, ".xlsx", work)
    reader = [sys.executable, "-m", "benchmarks.bench.readers_side"]
    imports = [sys.executable, "-c", IMPORTS]
    several = [
        _beside("CSV", rows, "polars", [_validate(csv), [*reader, str(csv)]], runs),
        _beside("workbook", BOOK_ROWS, "fastexcel", [_validate(book), [*reader, str(book)]], runs),
        _beside("workbook", DAILY_ROWS, "imports", [_validate(daily), imports], max(runs, 5)),
    ]
    found: dict[str, Any] = {
        name: _plain(one) for name, one in zip(("csv", "book", "daily"), several, strict=True)
    }
    small = Small(files, SMALL_ROWS, _once(_validate(*workbooks(files, SMALL_ROWS, work))))
    found["small"] = asdict(small)
    copy = work / "marked.xlsx"
    copy.unlink(missing_ok=True)
    found["marked"] = asdict(_once([*_validate(book), "--format", "xlsx", "--output", str(copy)]))
    copy.unlink()
    found["peers"] = _peers(runs, work) if peers else []
    return found


def _peers(runs: int, work: Path) -> list[dict[str, Any]]:
    """Each other validator on the CSV of ``BOOK_ROWS``, with how many checks it did and what it found."""
    csv = table(BOOK_ROWS, ".csv", work)
    script = str(Path(__file__).with_name("checkers_side.py"))
    found = []
    for side in PEERS:
        command = [peer_python(work), script, side, str(csv)]
        one = _beside("CSV", BOOK_ROWS, side, [_validate(csv), command], runs)
        found.append(_plain(one))
    return found


def _beside(case: str, rows: int, side: str, commands: Sequence[list[str]], runs: int) -> Beside:
    """Run ours and the other by turns; a first run of each fills the system's cache and is not counted."""
    ours, theirs = commands
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    told: dict[str, Any] = {}
    for turn in range(runs + 1):
        mine, other = measured(ours, good=FOUND)[0], measured(theirs)
        if turn:
            costs[0].append(mine)
            costs[1].append(other[0])
            told = _told(other[1])
    return Beside(case, rows, side, Cost.median(costs[0]), Cost.median(costs[1]), told)


def _plain(one: Beside) -> dict[str, Any]:
    return asdict(one) | {"times": one.times}


def _told(text: str) -> dict[str, Any]:
    """The line of JSON that a side printed last; empty when it prints none."""
    if not text.strip():
        return {}
    told: dict[str, Any] = json.loads(text.strip().splitlines()[-1])
    return told


def _once(command: Sequence[str]) -> Cost:
    return measured(command, good=FOUND)[0]


def _validate(*files: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("kalteng")), "validate", *map(str, files)]
