from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kalteng_data.catalogue import LANGUAGES
from kalteng_data.cli import run
from kalteng_data.cli.app import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAVY = (
    "polars", "pandas", "pandera", "numpy", "scipy", "recordlinkage", "pyarrow", "pydantic", "fastexcel",
    "rapidfuzz", "rich", "importlib.metadata",
)  # fmt: skip
DOCS = Path(__file__).parents[2] / "docs" / "cli.md"


def tree(node: Any, path: str = "kalteng") -> Iterator[tuple[str, Any]]:
    yield path, node
    for name, child in getattr(node, "commands", {}).items():
        yield from tree(child, f"{path} {name}")


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from kalteng_data.cli.app import command\n"
        "command('id')\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_has_help_in_the_language(lang: str) -> None:
    for path, node in tree(command(lang)):
        assert node.help, path
        for param in node.params:
            assert param.help, f"{path} {param.name}"


def test_no_help_is_the_same_in_both_languages() -> None:
    texts = {lang: dict(tree(command(lang))) for lang in LANGUAGES}
    for path, node in texts["id"].items():
        assert node.help != texts["en"][path].help, path


@pytest.mark.parametrize(("lang", "word"), [("id", "Gabungkan"), ("en", "Merge")])
def test_help_speaks_the_language_wherever_the_flag_stands(
    lang: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for args in (["--lang", lang, "merge", "--help"], ["merge", "--help", "--lang", lang]):
        assert run(args) == 0
        out, err = capsys.readouterr()
        assert word in out
        assert err == ""


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "merge" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from kalteng_data import __version__

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"kalteng {__version__}\n"


def test_every_command_stands_in_the_reference() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for path, node in tree(command("en")):
        assert f"`{path}`" in text
        for param in node.params:
            assert param.opts[-1] in text or param.param_type_name == "argument"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_shown(process: Callable[..., Any], shell: str) -> None:
    shown = process("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert shown.code == 0
    assert "_KALTENG_COMPLETE" in shown.out
    assert shown.err == ""


def test_the_shell_is_offered_commands_and_options(process: Callable[..., Any]) -> None:
    asked = {"_KALTENG_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert "merge" in process(COMP_WORDS="kalteng me", **asked).out.split()
    assert "--pusat" in process(COMP_WORDS="kalteng merge --pu", **asked | {"COMP_CWORD": "2"}).out.split()
