"""The whole of ``kalteng merge`` through the installed command, from raw files to a published snapshot."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench.measure import Cost, measured

if TYPE_CHECKING:
    from benchmarks.bench.inputs import Province

PUBLISHED = (0, 1)
"""Exit codes of a merge that published: nothing wrong, or findings to look at."""

SMALL_FILES = 200
"""How many small files the case of many files has; a province has one a village, 1,571."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging so many data rows took: the median of several runs."""

    size: int
    rows: int
    cost: Cost
    runs: int


def merge(of: Province, runs: int, work: Path) -> Merged:
    """Merge a province ``runs`` times, each into a workspace of its own."""
    costs = []
    for _ in range(runs):
        out = work / "merged"
        shutil.rmtree(out, ignore_errors=True)
        costs.append(measured(_command(of.files(), out), good=PUBLISHED)[0])
    shutil.rmtree(work / "merged", ignore_errors=True)
    return Merged(of.size, of.rows, Cost.median(costs), runs)


def stages(of: Province, work: Path) -> list[dict[str, Any]]:
    """Seconds and memory of each stage of one merge: ``stage, wall, cpu, peak`` (MiB)."""
    out = work / "staged"
    shutil.rmtree(out, ignore_errors=True)
    _, text = measured([sys.executable, "-m", "benchmarks.bench.staged", str(of.folder), str(out)])
    shutil.rmtree(out, ignore_errors=True)
    found: list[dict[str, Any]] = json.loads(text.strip().splitlines()[-1])
    return found


def many_files(of: Province, work: Path) -> Cost:
    """Merge the regencies' list cut into ``SMALL_FILES`` files of equal length."""
    folder = work / "small-files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    text = (of.folder / "kabupaten" / "penduduk_kabupaten.csv").read_bytes()
    header, *lines = text.splitlines(keepends=True)
    length = -(-len(lines) // SMALL_FILES)
    for number in range(SMALL_FILES):
        part = lines[number * length : (number + 1) * length]
        (folder / f"desa_{number:04}.csv").write_bytes(b"".join([header, *part]))
    out = work / "merged"
    shutil.rmtree(out, ignore_errors=True)
    cost, _ = measured(_command(["--kabupaten", *map(str, sorted(folder.iterdir()))], out), good=PUBLISHED)
    shutil.rmtree(out, ignore_errors=True)
    return cost


def help_text() -> Cost:
    """What ``kalteng --help`` takes, once its files are in the system's cache."""
    costs = [measured([_kalteng(), "--help"])[0] for _ in range(5)]
    return Cost.median(costs)


def _command(files: list[str], out: Path) -> list[str]:
    return [_kalteng(), "merge", "--no-input", "--quiet", *files, "--output", str(out)]


def _kalteng() -> str:
    return str(Path(sys.executable).with_name("kalteng"))
