"""What is measured on: provinces as CSV by size, and the clean frames that linkage gets.

A province is kept in the work folder and used again as long as the generator is the same; a frame is made
anew in every run, for it depends on the program under test. Run as a program it makes one frame:
``python -m benchmarks.bench.inputs PEOPLE FRAME.parquet``.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.measure import measured

SEED, PROFILE = 1, "real"
ROWS_A_PERSON = 2.275
"""Data rows that the profile's three lists hold for each person."""

LEVELS = ("pusat", "provinsi", "kabupaten")


@dataclass(frozen=True, slots=True)
class Province:
    """A province on disk: ``size`` is the number of rows asked for, ``rows`` that of its data rows."""

    size: int
    people: int
    folder: Path
    rows: int

    def files(self) -> list[str]:
        """Arguments of ``kalteng merge`` that name all its files by level."""
        found: list[str] = []
        for level in LEVELS:
            found += [f"--{level}", *map(str, sorted((self.folder / level).iterdir()))]
        return found


def province(size: int, work: Path) -> Province:
    """The province of about ``size`` data rows, made when the work folder does not hold it yet."""
    people = round(size / ROWS_A_PERSON)
    folder = work / f"province-{generator()}-{people}"
    if not (folder / "truth" / "truth.parquet").is_file():
        command = [sys.executable, "-m", "benchmarks.province", "make", "--people", str(people)]
        command += ["--seed", str(SEED), "--profile", PROFILE, "--format", "csv", "--out", str(folder)]
        measured(command)
    rows = sum(_lines(folder / level / f"penduduk_{level}.csv") - 1 for level in LEVELS)
    return Province(size, people, folder, rows)


def link_frame(of: Province, work: Path) -> Path:
    """The clean frame of the province's accepted rows with their truth, from its raw files on."""
    path = work / f"frame-{of.people}.parquet"
    measured([sys.executable, "-m", "benchmarks.bench.inputs", str(of.people), str(path)])
    return path


def generator() -> str:
    """A short name for the generator's present state."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parents[1] / "province").iterdir()):
        if path.suffix in {".py", ".toml"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def main(people: str, target: str) -> None:
    """Make one frame, in a process of its own: what it takes is not counted to the measuring one."""
    from benchmarks.linkage.frames import linked_rows

    linked_rows(int(people), SEED, PROFILE).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
