"""``python -m benchmarks.bench``: merging by size, linking and validating beside their peers."""

from __future__ import annotations

import argparse
import compileall
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kalteng_data
from benchmarks.bench import merges, peers, validating
from benchmarks.bench.inputs import link_frame, province
from benchmarks.bench.measure import CommandFailed
from benchmarks.bench.targets import judge
from benchmarks.bench.write import render

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (100_000, 300_000, 1_000_000)
WORK = Path("out") / "bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 when every target is met, 1 when one is missed, 2 when a command failed."""
    options = _options(arguments)
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    # As pip leaves what it installs; what is only linked is compiled anew by each run that may not write it.
    compileall.compile_dir(Path(kalteng_data.__file__).parent, quiet=2)
    try:
        result = measure(options, work)
    except CommandFailed as failed:
        print(failed, file=sys.stderr)
        return 2
    verdicts = judge(result)
    result["targets"] = [asdict(verdict) for verdict in verdicts]
    (work / "bench.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(render(result, verdicts))
    return 0 if all(verdict.met for verdict in verdicts) else 1


def measure(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """All figures as plain data: ``merge`` and ``link`` by size, ``stages``, ``small_files``, ``help``.

    And ``validate``: with the option of that name this alone.
    """
    sizes = sorted(options.sizes)
    result: dict[str, Any] = {
        "when": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(), "load": os.getloadavg()[0], "runs": options.runs,
        "merge": [], "link": [], "stages": [],
    }  # fmt: skip
    if not options.validate:
        _merges(result, sizes, options, work)
    _tell(f"validating, the CSV with {sizes[-1]:,} rows")
    result["validate"] = validating.validations(
        sizes[-1], options.files, options.runs, work, peers=options.peers
    )
    return result


def _merges(result: dict[str, Any], sizes: Sequence[int], options: argparse.Namespace, work: Path) -> None:
    """Add what merging and linking take."""
    result["help"] = asdict(merges.help_text())
    for size in sizes:
        _tell(f"inputs of {size:,} rows")
        of = province(size, work)
        _tell(f"merging {of.rows:,} rows")
        result["merge"].append(asdict(merges.merge(of, options.runs, work)))
        if options.stages:
            result["stages"].append({"size": size, "costs": merges.stages(of, work)})
        if options.peers:
            _tell(f"linking {of.rows:,} rows beside peers")
            frame = link_frame(of, work)
            commands = peers.sides(work, smallest=size == sizes[0])
            linked = peers.compare(frame, commands, options.runs, work)
            result["link"].append({"size": size, "rows": of.rows, "sides": [asdict(one) for one in linked]})
    _tell(f"merging {merges.SMALL_FILES} small files")
    result["small_files"] = asdict(merges.many_files(province(sizes[0], work), work))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="ROWS", help="data rows")
    parser.add_argument("--runs", type=int, default=3, help="of each measurement; medians are shown")
    parser.add_argument("--work", type=Path, default=WORK, help="inputs, peers and results stay here")
    parser.add_argument("--stages", action="store_true", help="show what each stage of the merge takes")
    parser.add_argument(
        "--no-peers",
        dest="peers",
        action="store_false",
        help="no other programs: no network, no targets beside peers",
    )
    parser.add_argument(
        "--validate", action="store_true", help="only validating, its CSV of the largest size"
    )
    parser.add_argument("--files", type=int, default=200, help="small workbooks in one call of validate")
    return parser.parse_args(arguments)


def _tell(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
