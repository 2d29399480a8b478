"""Gives inputs to children, keeps time, replaces a child that died, and counts what came of each."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.verdict import READ, REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.fuzz.inputs import Input

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
"""An input that takes longer hangs: the files are of some kilobytes, but the processors may be busy."""
MEMORY = 1 << 30
"""Bytes that a child may hold at most, its libraries among them."""
_TURNS = 700
"""Inputs of one child, so that what one leaves behind is not put down to another."""


@dataclass(slots=True)
class Tally:
    """What came of all inputs: ``counts`` by ending and outcome, ``failures`` with their inputs."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[tuple[Input, str]] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0
    children: int = 0

    def add(self, one: Input, outcome: str, seconds: float, most: int) -> None:
        """Count one input."""
        sound = outcome == READ or outcome.startswith(REFUSED + ":")
        self.counts[one.ending, outcome if sound else outcome.partition(":")[0]] += 1
        self.slowest, self.largest = max(self.slowest, seconds), max(self.largest, most)
        if not sound:
            self.failures.append((one, outcome))


def _silent(_tally: Tally, _failed: bool) -> None:
    """Tell nobody."""


def tried(many: Iterable[Input], workers: int, tell: Callable[[Tally, bool], None] = _silent) -> Tally:
    """Try all inputs in ``workers`` children at a time; ``tell`` hears of each, and whether it failed."""
    waiting: queue.Queue[Input | None] = queue.Queue(maxsize=4 * workers)
    tally, lock = Tally(), threading.Lock()

    def work() -> None:
        with tempfile.TemporaryDirectory(prefix="kalteng-fuzz-") as folder:
            child = _Child(Path(folder))
            while (one := waiting.get()) is not None:
                outcome, seconds, most = child.answer(one)
                with lock:
                    before = len(tally.failures)
                    tally.add(one, outcome, seconds, most)
                    tell(tally, len(tally.failures) > before)
            child.end()
            with lock:
                tally.children += child.started

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for one in many:
        waiting.put(one)
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    return tally


class _Child:
    """One child in a folder of its own, started when it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.turns = 0
        self.started = 0
        self.process: subprocess.Popen[str] | None = None
        settings = folder / "ruang"
        settings.mkdir()
        (settings / "warga.csv").write_bytes(seeds()["csv"][0])

    def answer(self, one: Input) -> tuple[str, float, int]:
        """What came of an input, its seconds and the bytes that the child held at most."""
        if self.turns >= _TURNS:
            self.end()
        process = self.process or self._start()
        self.turns += 1
        path = self._laid_out(one)
        asked = {"path": str(path), "form": one.form, "lang": one.lang}
        assert process.stdin is not None  # noqa: S101  asked for when it was started
        assert process.stdout is not None  # noqa: S101
        killer = threading.Timer(SECONDS, process.kill)
        killer.start()
        try:
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            killer.cancel()
            path.unlink(missing_ok=True)
        if not line:
            return self._died(process), SECONDS, 0
        told = json.loads(line)
        if told["bytes"] > MEMORY:
            self.end()
            return f"memory: {told['bytes'] >> 20} MiB", told["seconds"], told["bytes"]
        return told["outcome"], told["seconds"], told["bytes"]

    def _laid_out(self, one: Input) -> Path:
        if one.ending == "toml":
            path = self.folder / "ruang" / "kalteng.toml"
        else:
            path = self.folder / f"masukan.{one.ending}"
        path.write_bytes(one.content)
        return path

    def _died(self, process: subprocess.Popen[str]) -> str:
        code = process.wait()
        words = self.folder / "foreign.txt"
        said = words.read_text(encoding="utf-8", errors="replace") if words.exists() else ""
        self.process = None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was written last may be unread
                    stream.close()
        if code == -signal.SIGKILL:
            return f"hang: over {SECONDS:g} s"
        return f"abort: {code}: {' '.join(said.split())[:150]}"

    def _start(self) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KALTENG_")}
        python = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fuzz.child"],
            cwd=self.folder,
            env=kept | {"PYTHONPATH": python, "POLARS_MAX_THREADS": "1", "COLUMNS": "100"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.turns = 0
        self.started += 1
        return self.process

    def end(self) -> None:
        """Let the child go."""
        if self.process is not None:
            self.process.communicate()
        self.process = None
