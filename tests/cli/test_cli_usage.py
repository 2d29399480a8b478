from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kalteng_data import catalogue
from kalteng_data.catalogue import LANGUAGES
from kalteng_data.cli import run

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = {
    "no such command": (["gabung"], "gabung"),
    "a slip in a command": (["merg"], "merg"),
    "no such option": (["merge", "--pusta", "a"], "--pusta"),
    "an option without its value": (["merge", "--output"], "--output"),
    "a missing argument": (["export"], "TABLE"),
    "a value that is no choice": (["export", "penduduk", "--format", "pdf"], "--format"),
    "a table that does not exist": (["export", "orang"], "TABLE"),
    "a global that is no choice": (["rules", "--lang", "fr"], "--lang"),
    "a date without its level": (["merge", "--as-of", "2026-01-01"], "--as-of"),
    "a day that is none": (["merge", "--as-of", "pusat=kemarin"], "--as-of"),
    "a month that is none": (["merge", "--period", "2026-13"], "--period"),
    "a file that is not there": (["merge", "--pusat", "tidak-ada.csv"], "tidak-ada.csv"),
    "nothing to read": (["merge"], ""),
    "no workspace": (["export", "penduduk"], ""),
    "no such rule": (["rules", "KT999"], "KT999"),
    "an argument too many": (["doctor", "x"], "x"),
    "no command of a group": (["config"], ""),
    "no command of a group by that name": (["config", "lihat"], "lihat"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("args", "named"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_gives_a_reason_and_a_next_step_and_exit_code_2(
    args: list[str],
    named: str,
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KALTENG_LANG", lang)
    code = run(args)
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    reason, hint = err.splitlines()
    assert reason.startswith("Galat:" if lang == "id" else "Error:")
    assert named in reason
    assert hint
    assert not list(tmp_path.iterdir()), "a refused command leaves nothing behind"


def test_a_slip_in_an_option_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", "--pusta", "a", "--lang", "en"]) == 2
    assert "--pusat" in capsys.readouterr().err.splitlines()[1]


def test_a_choice_names_what_is_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "penduduk", "--format", "pdf", "--lang", "en"]) == 2
    assert "csv, parquet, xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code", "word"),
    [
        (FileNotFoundError(2, "No such file or directory", "x.csv"), 2, "x.csv"),
        (OSError(28, "No space left on device"), 2, "the disk is full"),
        (MemoryError(), 2, "memory"),
        (KeyboardInterrupt(), 130, "Interrupted"),
    ],
)
def test_what_the_system_refuses_ends_in_words_and_the_right_code(
    raised: BaseException,
    code: int,
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse() -> None:
        raise raised

    monkeypatch.setattr(catalogue, "rules", refuse)
    assert run(["rules", "--lang", "en"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert word in err
    assert "Traceback" not in err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_is_explained(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for rule in catalogue.rules().values():
        assert run(["rules", rule.code.lower(), "--lang", lang]) == 0
        out = capsys.readouterr().out
        assert rule.title[lang] in out
        assert rule.why[lang] in out


def test_an_unexpected_exception_is_called_a_bug_without_anybodys_number(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    program = (
        "import sys; sys.argv = ['kalteng', 'rules', *sys.argv[1:]]\n"
        "from kalteng_data import catalogue\n"
        "def broken():\n    nik = '6203011708800001'\n    raise ValueError(nik)\n"
        "catalogue.rules = broken\n"
        "from kalteng_data.__main__ import main\n"
        "sys.exit(main())\n"
    )
    for extra in ([], ["--verbose"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *extra],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 2
        assert done.stdout == ""
        assert "6203011708800001" not in done.stderr
        assert "ValueError" in done.stderr
        assert ("File " in done.stderr) == bool(extra)
