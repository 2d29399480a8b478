"""A run stopped, killed or short of disk: the base in force stays whole, and the next run succeeds."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from kalteng_data import store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits differ on Windows")

STRUCK = """
import os, resource, signal, sys, time
from contextlib import contextmanager, suppress
from pathlib import Path

what, moment, *sys.argv[1:] = sys.argv[1:]
flushed, rename, flush = 0, Path.replace, os.fsync

def strike(where):
    if where != moment:
        return
    if what == "WAIT":
        print("here", flush=True)
        sys.stdin.readline()
        return
    with suppress(KeyboardInterrupt if what == "SWALLOWED" else ()):
        os.kill(os.getpid(), signal.SIGINT if what == "SWALLOWED" else signal.Signals[what])
        time.sleep(0.01)  # the interpreter hears of it between two steps

def counted_flush(handle):
    global flushed
    flushed += 1
    strike(f"flush {flushed}")
    flush(handle)

def struck_rename(self, target):
    strike(f"before renaming to {Path(target).name}")
    done = rename(self, target)
    strike(f"after renaming to {Path(target).name}")
    return done

class Struck:
    @contextmanager
    def stage(self, name, total=None):
        strike(f"into {name}")
        with Silent().stage(name, total) as stage:
            yield stage
        strike(f"out of {name}")

    def finishing(self):
        strike("finishing")

from kalteng_data.__main__ import main
from kalteng_data.console import Console
from kalteng_data.progress import Silent

if what == "LIMIT":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(moment), int(moment)))
Console.progress = lambda self: Struck()
Path.replace, os.fsync = struck_rename, counted_flush
sys.exit(main())
"""
"""Runs the command line and, at one moment of it, does something to its own process."""

STAGES = ("load", "standardise", "places", "validate", "link", "families", "merge", "publish")
SECOND = "2026-11_002"
PUBLISHING = ("flush 7", "finishing", f"before renaming to {SECOND}", "before renaming to CURRENT")


@dataclass(frozen=True)
class Place:
    """A workspace with a snapshot in force, and the file to merge into it anew."""

    out: Path
    command: list[str]
    environment: dict[str, str]

    def start(self, what: str, moment: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", STRUCK, what, str(moment), *self.command],
            env=self.environment,
            cwd=self.out.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def struck(self, what: str, moment: object) -> tuple[int, str, str]:
        with self.start(what, moment) as running:
            out, err = running.communicate(timeout=120)
        return running.returncode, out, err

    def current(self) -> str:
        return (self.out / "base" / "CURRENT").read_text(encoding="utf-8").strip()

    def staged(self) -> list[str]:
        return [path.name for path in (self.out / "base").iterdir() if path.name.startswith(".")]

    def noted(self) -> list[str]:
        with closing(sqlite3.connect(self.out / store.STATE)) as state:
            return [name for (name,) in state.execute("SELECT snapshot FROM runs ORDER BY snapshot")]


@pytest.fixture
def place(merged: Path, persons: Path, environment: dict[str, str]) -> Place:
    command = ["merge", "--kabupaten", str(persons), "--output", str(merged), "--period", "2026-11"]
    return Place(merged, [*command, "--lang", "en"], environment)


def assert_next_run_heals(place: Place, kalteng: Callable[..., Any]) -> None:
    """The base in force can be read, and the next run sweeps what was left and finds the same people."""
    tables = ("penduduk", "keluarga", "lineage")
    before = [kalteng("export", table, "--workspace", place.out).out for table in tables]
    assert all(before)
    assert kalteng(*place.command).code == 0
    assert [kalteng("export", table, "--workspace", place.out).out for table in tables] == before
    assert place.staged() == []
    assert place.current() in place.noted()


def test_runs_killed_at_the_border_of_any_stage_change_nothing(
    place: Place, kalteng: Callable[..., Any], contents: Callable[..., Any]
) -> None:
    before = contents(place.out)
    for stage in STAGES:
        code, out, _ = place.struck("SIGKILL", f"into {stage}")
        assert (code, out) == (-9, ""), stage
        assert contents(place.out) == before, stage
    assert_next_run_heals(place, kalteng)


@pytest.mark.parametrize("moment", PUBLISHING)
def test_a_run_killed_before_the_switch_leaves_the_previous_base(
    moment: str, place: Place, kalteng: Callable[..., Any], contents: Callable[..., Any]
) -> None:
    previous = contents(place.out / "base" / "2026-11_001")
    code, out, _ = place.struck("SIGKILL", moment)
    assert (code, out) == (-9, "")
    assert place.current() == "2026-11_001"
    assert contents(place.out / "base" / "2026-11_001") == previous
    assert_next_run_heals(place, kalteng)


def test_a_run_killed_after_the_switch_leaves_the_new_base_whole(
    place: Place, kalteng: Callable[..., Any]
) -> None:
    assert place.struck("SIGKILL", "after renaming to CURRENT")[0] == -9
    assert place.current() == SECOND
    assert SECOND in place.noted()
    assert_next_run_heals(place, kalteng)


@pytest.mark.parametrize(
    ("what", "moment"),
    [
        ("SIGINT", "into link"),
        ("SIGINT", "flush 3"),
        ("SIGTERM", "into validate"),
        ("SIGHUP", "into merge"),
        ("SWALLOWED", "into places"),
        ("SWALLOWED", "flush 1"),
    ],
)
def test_an_interruption_ends_with_130_and_all_as_it_was(
    what: str, moment: str, place: Place, contents: Callable[..., Any]
) -> None:
    if what == "SIGHUP" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        # Under nohup the child would inherit its deafness.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    before = contents(place.out)
    code, out, err = place.struck(what, moment)
    assert (code, out) == (130, ""), err
    assert len(err.splitlines()) == 1
    assert "unchanged" in err
    assert contents(place.out) == before


@pytest.mark.parametrize("moment", ["before renaming to CURRENT", "out of publish"])
def test_an_interruption_that_comes_too_late_does_not_deny_what_was_done(moment: str, place: Place) -> None:
    code, out, err = place.struck("SIGINT", moment)
    assert code == 0, err
    assert "people" in out
    assert "unchanged" not in err
    assert place.current() == SECOND


def test_a_full_disk_stops_a_run_with_all_as_it_was(place: Place, contents: Callable[..., Any]) -> None:
    before = contents(place.out)
    tables = [len(content) for name, content in before.items() if content and name.endswith(".parquet")]
    limits = {
        "at the first byte": 1,
        "within the largest table": max(tables) - 1,
        "when the state must grow": max(tables) + 1024,
    }
    for where, limit in limits.items():
        code, out, err = place.struck("LIMIT", limit)
        assert (code, out) == (2, ""), where
        assert len(err.splitlines()) == 2, err
        assert "out" in err.splitlines()[0]
        assert "unchanged" in err.splitlines()[1]
        assert "os error" not in err
        after = contents(place.out)
        assert after["base/CURRENT"] == b"2026-11_001\n"
        assert {n: c for n, c in after.items() if n.startswith("base/")} == {
            n: c for n, c in before.items() if n.startswith("base/")
        }, where
        assert place.noted() == ["2026-11_001"]


def test_a_second_run_at_the_same_time_is_turned_away_and_the_first_ends_well(
    place: Place, process: Callable[..., Any]
) -> None:
    with place.start("WAIT", "into link") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "here\n"
        second = process(*place.command)
        reader = process("export", "keluarga", "--workspace", place.out)
        out, err = first.communicate("go on\n", timeout=120)
    assert (second.code, second.out) == (75, "")
    assert len(second.err.splitlines()) == 2
    assert "out" in second.err.splitlines()[0]
    assert (place.out / store.LOCK).is_file()
    assert (reader.code, reader.err) == (0, "")
    assert first.returncode == 0, err
    assert "people" in out
    assert place.current() == SECOND
