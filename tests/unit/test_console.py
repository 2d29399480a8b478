from __future__ import annotations

import io

import pytest

from kalteng_data.catalogue import LANGUAGES
from kalteng_data.console import STYLES, Console, number
from kalteng_data.report import Line, Span


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "shown"), [("id", "1.234.567"), ("en", "1,234,567")])
def test_thousands_follow_the_language(lang: str, shown: str) -> None:
    assert number(1_234_567, lang) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reason_without_words_stands_as_it_is(lang: str) -> None:
    console = Console(lang)
    assert console.why("hidden") != "hidden"
    assert console.why("something-new") == "something-new"


@pytest.mark.parametrize(
    ("color", "variable", "styled"), [(True, "", True), (False, "", False), (True, "1", False)]
)
def test_colours_need_a_terminal_and_nobody_against_them(
    color: bool, variable: str, styled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    line = Line(tuple(Span("x", style) for style in STYLES))  # type: ignore[arg-type]  # the keys are the styles
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        monkeypatch.setattr("sys.stdout", stream)
        Console("en", color=color).lines([line])
    assert ("\x1b[" in terminal.getvalue()) == styled
    assert pipe.getvalue() == "x" * len(STYLES) + "\n"


def test_an_error_is_two_lines_whatever_stands_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    Console("en", quiet=True).error("code", "a\nb", "c\nd")
    assert capsys.readouterr().err == "Error: a b\nc d\n"


def test_details_are_told_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for verbose in (False, True):
        Console("en", verbose=verbose).detail("init.next")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_warnings_pass_through_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    Console("en", quiet=True).warning("console.interrupted")
    assert capsys.readouterr().err.startswith("Warning: ")


def test_signs_the_terminal_cannot_show_do_not_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    Console("en").data("a ✓ b")
    assert raw.getvalue() == b"a ? b\n"


def test_a_wide_table_in_a_pipe_is_not_folded(capsys: pytest.CaptureFixture[str]) -> None:
    Console("en").table(["a", "b"], [("x" * 120, "y" * 120)])
    assert "x" * 120 + "   " + "y" * 120 in capsys.readouterr().out
