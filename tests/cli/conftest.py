from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PERSONS = """\
NIK;No KK;Nama;Jenis Kelamin;Tanggal Lahir;Hubungan Keluarga;RT;RW;Desa;Kecamatan;Kabupaten
6203011708800001;6203010101100001;BUDI CONTOH;L;17-08-1980;KEPALA KELUARGA;001;002;Selat Hilir;Selat;Kapuas
6203015708820002;6203010101100001;SITI CONTOH;P;17-08-1982;ISTRI;001;002;Selat Hilir;Selat;Kapuas
6203010101100003;6203010101100001;ANDI CONTOH;L;01-01-2010;ANAK;001;002;Selat Hilir;Selat;Kapuas
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


class Measured(NamedTuple):
    code: int
    out: str
    err: str
    mib: int
    seconds: float


_MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "kalteng_data", *sys.argv[1:]], capture_output=True, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(done.stdout)
sys.stderr.buffer.write(done.stderr)
print(done.returncode, used.ru_maxrss >> 10, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def clean_environment() -> dict[str, str]:
    unwanted = ("KALTENG_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return kept | {"POLARS_MAX_THREADS": "2", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def environment() -> dict[str, str]:
    return clean_environment()


@pytest.fixture
def kalteng(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ran]]:
    """Run the command line inside this process, in an empty folder and environment.

    The rules that one test's workspace defines, no other test knows.
    """
    from kalteng_data import catalogue
    from kalteng_data.cli import run

    for name in set(os.environ) - set(clean_environment()):
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*args: str | Path, cwd: Path | None = None, **env: str) -> Ran:
        with monkeypatch.context() as patch:
            patch.chdir(cwd or tmp_path)
            for name, value in env.items():
                patch.setenv(name, value)
            code = run([str(arg) for arg in args])
        return Ran(code, *capsys.readouterr())

    yield call
    catalogue.know_own(())


@pytest.fixture
def process(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Ran]:
    """Run the command line in a process of its own, in an empty folder."""

    def call(*args: str | Path, cwd: Path | None = None, umask: int = 0o022, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "kalteng_data", *map(str, args)],
            cwd=cwd or tmp_path,
            env=environment | env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            umask=umask,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def measured(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Measured]:
    """Run the command line in a process whose memory and processor time are told."""

    def call(*args: str | Path) -> Measured:
        command = [sys.executable, "-c", _MEASURED, *map(str, args)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=True,
            timeout=300,  # of the wall: the machine may be busy, and the bounds are of the processor
            encoding="utf-8",
        )
        *lines, last = done.stderr.splitlines(keepends=True)
        code, mib, seconds = last.split()
        return Measured(int(code), done.stdout, "".join(lines), int(mib), float(seconds))

    return call


@pytest.fixture
def persons(tmp_path: Path) -> Path:
    """A small clean list of invented people."""
    path = tmp_path / "kiriman" / "kapuas.csv"
    path.parent.mkdir()
    path.write_text(PERSONS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def merged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one snapshot of ``persons``, made once; nobody changes it."""
    folder = tmp_path_factory.mktemp("merged")
    (folder / "kapuas.csv").write_text(PERSONS, encoding="utf-8")
    command = [sys.executable, "-m", "kalteng_data", "merge", "--kabupaten", "kapuas.csv", "--output", "out"]
    subprocess.run(
        [*command, "--period", "2026-11", "--quiet"],
        cwd=folder,
        env=clean_environment(),
        check=True,
        timeout=120,
    )
    return folder / "out"


@pytest.fixture
def merged(merged_once: Path, tmp_path: Path) -> Path:
    """A workspace of one's own in which a snapshot is in force."""
    return shutil.copytree(merged_once, tmp_path / "out")


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes | None]]:
    """All files below a folder with their bytes; a folder has none."""

    def read(folder: Path) -> dict[str, bytes | None]:
        return {
            path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
            for path in sorted(folder.rglob("*"))
        }

    return read
