"""Spoilt files of every kind, some hundreds of them; ``make fuzz`` tries over ten thousand."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest
from benchmarks.fuzz.__main__ import render
from benchmarks.fuzz.inputs import Input, inputs
from benchmarks.fuzz.parent import Tally, tried
from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.verdict import READ, Ran, verdict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of memory differ on Windows")
AMOUNT = 143


def test_no_spoilt_file_breaks_a_promise() -> None:
    tally = tried(inputs(AMOUNT, seed=3), workers=1)
    assert tally.counts.total() == AMOUNT
    assert {ending for ending, _ in tally.counts} == set(seeds())
    assert tally.failures == [], render(tally, 0, 3)


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, again = (list(inputs(60, seed=5)) for _ in range(2))
    assert [(i.ending, i.content, i.form) for i in first] == [(i.ending, i.content, i.form) for i in again]
    assert len({i.content for i in first}) > 50


def test_sound_files_are_read() -> None:
    sound = [
        Input(number, ending, content, form, "id")
        for number, (ending, contents) in enumerate(seeds().items())
        for content in contents
        for form in ("json", "xlsx")
    ]
    tally = tried(sound, workers=1)
    assert {outcome for _, outcome in tally.counts} == {READ}, render(tally, 0, 0)


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "words of a library": ({"foreign": "thread panicked"}, "noise"),
    "a code that commands the screen": ({"out": "a\x1b[2Jb"}, "unescaped"),
    "a line turned round": ({"err": "a\u202eb\n"}, "unescaped"),
    "data beside a refusal": ({"code": 2, "out": "x", "err": "a\nb\n"}, "refusal"),
    "a refusal of one line": ({"code": 2, "out": "", "err": "a\n"}, "refusal"),
    "no memory": ({"code": 2, "out": "", "err": "a\nb\n", "refusal": "no-memory"}, "memory"),
    "an unknown end": ({"code": 3}, "exit code"),
    "half a document": ({"out": "{"}, "output"),
    "a formula": ({"form": "csv", "out": "a,=1+1\n"}, "unescaped"),
    "a script": ({"form": "html", "out": "<td><script>alert(1)</script>"}, "unescaped"),
    "half a report": ({"form": "junit", "out": "<a>"}, "output"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_is_told_from_what_is_sound(what: str) -> None:
    changes, failure = FAULTS[what]
    sound = Ran("json", 1, "{}\n", "a\n", "", "")
    assert verdict(sound) == READ
    assert verdict(replace(sound, **changes)).startswith(failure + ":")


def test_a_child_that_dies_or_hangs_is_a_failure_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.fuzz.parent.SECONDS", 0.05)
    one = Input(0, "csv", seeds()["csv"][0], "json", "id")
    tally = tried([one], workers=1)
    assert [(i, outcome.partition(":")[0]) for i, outcome in tally.failures] == [(one, "hang")]
    assert isinstance(tally, Tally)
