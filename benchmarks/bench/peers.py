"""Linking alone: ours, Splink in an environment of its own, and recordlinkage where it can cope.

Each side is a child process that reads the same frame and prints one line of JSON: the seconds from the frame
in memory to its clusters, training included, and the pairs it scored. Sides take turns: A B A B.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench.measure import Cost, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.accuracy.pairs import Pairs

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements-bench.txt"
OURS, SPLINK, RECORDLINKAGE = "kalteng", "splink", "recordlinkage"


@dataclass(frozen=True, slots=True)
class Linked:
    """What one side took and found on one frame: ``cost`` leaves out the reading; pairs scored, quality."""

    side: str
    cost: Cost
    pairs: int | None
    precision: float
    recall: float
    f1: float


def peer_python(work: Path) -> str:
    """The interpreter of the environment with the locked peers, made when it is missing or another one.

    Raises:
        CommandFailed: it cannot be installed.
    """
    folder = work / f"peers-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:8]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / ".ready"
    if not ready.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        measured([sys.executable, "-m", "venv", str(folder)])
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        measured([*pip, "--require-hashes", "--requirement", str(LOCK)])
        ready.touch()
    return str(python)


def sides(work: Path, *, smallest: bool) -> dict[str, list[str]]:
    """The command of each side, to be followed by the frame and the file for its clusters."""
    splink_side = str(ROOT / "benchmarks" / "linkage" / "splink_side.py")
    found = {
        OURS: [sys.executable, "-m", "benchmarks.linkage.ours_side"],
        SPLINK: [peer_python(work), splink_side],
    }
    if smallest:
        found[RECORDLINKAGE] = [sys.executable, "-m", "benchmarks.bench.recordlinkage_side"]
    return found


def compare(frame: Path, commands: Mapping[str, list[str]], runs: int, work: Path) -> list[Linked]:
    """Run the sides by turns, ``runs`` times each (recordlinkage once); medians and their quality."""
    costs: dict[str, list[Cost]] = {side: [] for side in commands}
    pairs: dict[str, int | None] = {}
    for turn in range(runs):
        for side, command in commands.items():
            if side == RECORDLINKAGE and turn:
                continue
            whole, text = measured([*command, str(frame), str(_clusters(work, side))])
            told: dict[str, Any] = json.loads(text.strip().splitlines()[-1])
            costs[side].append(Cost(told["seconds"], told["cpu"], whole.gib))
            pairs[side] = told.get("pairs")
    found = []
    for side, several in costs.items():
        score = _scored(frame, _clusters(work, side))
        found.append(Linked(side, Cost.median(several), pairs[side], score.precision, score.recall, score.f1))
    return found


def _clusters(work: Path, side: str) -> Path:
    return work / f"clusters-{side}.parquet"


def _scored(frame: Path, clusters: Path) -> Pairs:
    import polars as pl

    from benchmarks.linkage.frames import TRUTH
    from benchmarks.linkage.peer import scored

    return scored(pl.read_parquet(frame, columns=["rid", TRUTH]), clusters)
