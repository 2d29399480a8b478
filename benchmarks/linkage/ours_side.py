"""Our linkage on one frame in a process of its own: ``python -m benchmarks.linkage.ours_side FRAME OUT``.

Prints one line of JSON: seconds (reading the file left out), peak memory in MiB, pairs compared.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.linkage.frames import TRUTH, TWINS
from kalteng_data.link.engine import link
from kalteng_data.resolve.people import people_model


def main(source: str, target: str) -> None:
    """Link the frame, training included, and write ``rid, cluster``."""
    frame = pl.read_parquet(source).drop(TRUTH, TWINS, strict=False)
    begun, spent = time.perf_counter(), time.process_time()
    found = link(frame, people_model())
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    found.records.select("rid", "cluster").write_parquet(target)
    print(
        json.dumps(
            {"seconds": seconds, "cpu": processor, "peak_mib": peak_memory(), "pairs": found.report["pairs"]}
        )
    )


def peak_memory() -> float:
    """Peak resident memory of this program in MiB; the figure of getrusage begins at its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:3])
