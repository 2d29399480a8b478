"""``python -m benchmarks.province``: write a synthetic province, or the small sample of the repository."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.province.files import FORMATS, write_province, write_sample_truth, write_truth
from benchmarks.province.profiles import PROFILES
from benchmarks.province.province import make_province

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = (3000, 169, "real")
"""People, seed and profile of ``sample_data/``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when everything is written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write a province of some size under a seed and a profile")
    make.add_argument("--people", type=int, default=20_000)
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--profile", choices=PROFILES, default="real")
    make.add_argument("--format", choices=FORMATS, default="xlsx")
    make.add_argument("--out", type=Path, required=True)
    sample = commands.add_parser("sample", help="write the committed sample anew; the same bytes every time")
    sample.add_argument("--out", type=Path, default=Path("sample_data"))
    chosen = parser.parse_args(arguments)
    if chosen.command == "sample":
        people, seed, profile = SAMPLE
        truth = write_province(make_province(people, seed, profile), chosen.out)
        write_sample_truth(truth, chosen.out)
    else:
        province = make_province(chosen.people, chosen.seed, chosen.profile)
        truth = write_province(province, chosen.out, chosen.format)
        write_truth(truth, chosen.out)
    for level, rows in truth.group_by("level", maintain_order=True):
        print(f"{level[0]}: {rows.height} rows", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
