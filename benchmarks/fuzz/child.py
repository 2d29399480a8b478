"""The process that may die: runs the command line on one file after another, and says what came of each.

Reads one line of JSON an input on stdin (``path``, ``form``, ``lang``) and answers with one line on stdout.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import shutil
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz.verdict import Ran, verdict

if TYPE_CHECKING:
    from kalteng_data.errors import KaltengError

entry: Any = importlib.import_module("kalteng_data.cli.run")  # the package shows a function of this name
ADDRESSES = 6 << 30
"""Bytes of address space; what is asked for beyond ends the process, as on a small computer."""


def main() -> None:
    """Answer until stdin ends."""
    warnings.simplefilter("ignore")  # as the command itself does
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path("foreign.txt").open("w+b") as foreign:
        os.dup2(foreign.fileno(), 1)
        os.dup2(foreign.fileno(), 2)
        for line in sys.stdin:
            asked = json.loads(line)
            started = time.perf_counter()
            outcome = _tried(asked, foreign)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
            seconds = time.perf_counter() - started
            answers.write(json.dumps({"outcome": outcome, "seconds": seconds, "bytes": most}) + "\n")
            answers.flush()


def _tried(asked: dict[str, str], foreign: Any) -> str:  # noqa: ANN401  a file of bytes, opened for both
    """The outcome of one input; an exception that leaves the command line is named with its place."""
    refusals: list[str] = []
    told = entry.error_text

    def telling(error: KaltengError, lang: str) -> tuple[str, str]:
        refusals.append(error.code)
        reason, hint = told(error, lang)
        return reason, hint

    foreign.seek(0)
    foreign.truncate()
    streams = sys.stdout, sys.stderr
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace", newline="") for _ in range(2)
    )
    sys.stdout, sys.stderr = out, err
    vars(entry)["error_text"] = telling
    output = Path("hasil")
    try:
        code = entry.run(_command(asked, output))
    except BaseException as error:  # noqa: BLE001  counting what escapes is what this program is for
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "kalteng_data" in f.filename]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        return f"exception: {type(error).__name__} at {place}: {' '.join(str(error).split())[:120]}"
    finally:
        vars(entry)["error_text"] = told
        sys.stdout, sys.stderr = streams
    foreign.seek(0)
    said, messages = _text(out), _text(err)
    written = (
        next((place for place in output.rglob("*") if place.is_file()), None) if output.exists() else None
    )
    try:
        if asked["form"] == "clean" and written is not None:
            said = written.read_text(encoding="utf-8")
        words = foreign.read().decode("utf-8", "replace")
        refusal, source = "".join(refusals[-1:]), Path(asked["path"])
        return verdict(Ran(asked["form"], code, said, messages, refusal, words, written, source))
    finally:
        shutil.rmtree(output, ignore_errors=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def _command(asked: dict[str, str], output: Path) -> list[str]:
    """The arguments; settings are tried on a list that is sound."""
    path, form = asked["path"], asked["form"]
    files = [path] if not path.endswith(".toml") else [str(Path(path).parent / "warga.csv")]
    home = ["--workspace", str(Path(path).parent)] if path.endswith(".toml") else []
    common = ["--lang", asked["lang"], *home]
    output.mkdir(exist_ok=True)
    if form == "inspect":
        return [form, *files, *common]
    if form == "clean":
        return [form, *files, "-o", str(output / "bersih.csv"), *common]
    if form == "xlsx":
        return ["validate", *files, "--format", form, "-o", str(output), *common]
    return ["validate", *files, "--format", form, *common]


if __name__ == "__main__":
    main()
