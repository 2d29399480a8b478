"""``python -m benchmarks.fuzz``: spoilt inputs, counted; exit code 1 when one of them breaks a promise."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fuzz.inputs import FORMS, Input, inputs
from benchmarks.fuzz.parent import Tally, tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHOWN = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the inputs of a seed, or one that was saved, and print what came of them."""
    options = _options(arguments)
    started = time.monotonic()
    many: Iterable[Input] = inputs(options.inputs, options.seed)
    if options.only is not None:
        many = (one for one in many if one.number in options.only)
    if options.replay is not None:
        path: Path = options.replay
        many = [Input(0, path.suffix.removeprefix("."), path.read_bytes(), options.form, options.lang)]
    tally = tried(many, options.workers, _tell)
    print(render(tally, time.monotonic() - started, options.seed))
    if tally.failures:
        _save(tally, options.save, options.seed)
        print(f"the inputs stand in {options.save}", file=sys.stderr)
    return 1 if tally.failures else 0


def render(tally: Tally, seconds: float, seed: int) -> str:
    """The counts by ending and outcome, then the failures."""
    endings = sorted({ending for ending, _ in tally.counts})
    outcomes = sorted({outcome for _, outcome in tally.counts}, key=lambda name: (name.count(":"), name))
    width = max([len(name) for name in outcomes] or [0]) + 2
    head = (
        f"{tally.counts.total():,} inputs of seed {seed} in {seconds:.0f} s, {tally.children} children; the "
        f"slowest took {tally.slowest:.1f} s, a child held {tally.largest >> 20} MiB at most"
    )
    lines = [
        head,
        "".ljust(width) + "".join(name.rjust(9) for name in (*endings, "all")),
    ]
    for outcome in outcomes:
        counts = [tally.counts[ending, outcome] for ending in endings]
        lines.append(outcome.ljust(width) + "".join(f"{n:9,}" for n in (*counts, sum(counts))))
    lines.append(f"failures: {len(tally.failures)}")
    in_order = sorted(tally.failures, key=lambda failed: failed[0].number)
    return "\n".join([*lines, *(_line(*failed) for failed in in_order[:_SHOWN])])


def _save(tally: Tally, place: Path, seed: int) -> None:
    """The inputs that failed and a list of them; ``--replay`` takes one of them."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / f"{seed}.jsonl").open("w", encoding="utf-8") as listed:
        for one, outcome in tally.failures:
            path = place / f"{seed}-{one.number}.{one.ending}"
            path.write_bytes(one.content)
            told = {"input": path.name, "form": one.form, "lang": one.lang, "outcome": outcome}
            listed.write(json.dumps(told) + "\n")


def _tell(tally: Tally, failed: bool) -> None:
    """Each failure as it comes, and now and then how far the run is."""
    done = tally.counts.total()
    if failed:
        print(_line(*tally.failures[-1]), file=sys.stderr, flush=True)
    if done % 1000 == 0:
        print(f"{done:,} tried, {len(tally.failures)} failures", file=sys.stderr, flush=True)


def _line(one: Input, outcome: str) -> str:
    return f"  {one.number} ({one.ending}, {one.form}, {one.lang}) {outcome}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, nargs="+", help="numbers of inputs of the seed")
    parser.add_argument("--replay", type=Path, help="a file that was saved")
    parser.add_argument("--form", choices=FORMS, default="json")
    parser.add_argument("--lang", choices=("id", "en"), default="id")
    parser.add_argument("--save", type=Path, default=Path(tempfile.gettempdir()) / "kalteng-fuzz")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
