"""One whole merge inside this process, with each stage's seconds and memory: ``python -m ...bench.staged``.

What ``kalteng merge`` runs after its arguments are read, with a listener in place of the progress bars. The
figures of record come from the command itself; these tell where its time goes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.model import Level
from kalteng_data.pipeline import merging
from kalteng_data.settings import load_settings, named_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kalteng_data.progress import Stage

TODAY = date(2026, 11, 1)
"""The day of every measured run, so that the same files give the same findings."""


@dataclass(frozen=True, slots=True)
class StageCost:
    """Seconds on the clock and of the processor, and the peak memory (MiB) while a stage ran."""

    stage: str
    wall: float
    cpu: float
    peak: float


class _Ticks:
    def advance(self, n: int = 1) -> None:
        """Stages are timed as a whole."""


class Stopwatch:
    """A progress that notes what each stage cost."""

    def __init__(self) -> None:
        self.costs: list[StageCost] = []

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Stage]:  # noqa: ARG002  the protocol's
        """Time a stage; what lies between two stages is counted to none."""
        forget_peak()
        wall, cpu = time.perf_counter(), time.process_time()
        yield _Ticks()
        spent = (time.perf_counter() - wall, time.process_time() - cpu)
        self.costs.append(StageCost(name, *spent, peak_mib()))

    def finishing(self) -> None:
        """Nothing to note."""


def forget_peak() -> None:
    """Let the kernel count the peak anew; where it cannot, peaks are those of the run so far."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def peak_mib() -> float:
    """The largest resident set since the last ``forget_peak``, in MiB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def run(source: Path, out: Path) -> list[StageCost]:
    """Merge ``source/{pusat,provinsi,kabupaten}`` into the workspace ``out``; the stages' costs."""
    begun, cpu = time.perf_counter(), time.process_time()
    settings, _ = load_settings(None, {})
    files: dict[Level | None, Sequence[Path]] = {level: sorted((source / level).iterdir()) for level in Level}
    wanted = merging.Run(out, TODAY, f"{TODAY:%Y-%m}", settings.merge.as_of)
    watch = Stopwatch()
    merging.merge(named_sources(files), settings, wanted, watch)
    total = StageCost("all", time.perf_counter() - begun, time.process_time() - cpu, 0.0)
    return [*watch.costs, total]


if __name__ == "__main__":
    costs = run(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps([asdict(cost) for cost in costs]))
