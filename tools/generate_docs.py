"""Write the documents that are made from the program itself, or check that they are up to date.

``docs/cli.md`` comes from the parser, ``docs/rules.md`` from the catalogue of findings; both languages stand
side by side, so that a change of words shows in review. ``docs/architecture.svg`` and the marked part of
``docs/architecture.md`` are drawn from the code's imports. The examples of ``PAGES`` are run.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draw_imports import mermaid, svg
from kalteng_data.catalogue import LANGUAGES, rules, word
from kalteng_data.cli.app import command

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = re.compile(r"```console\n(\$ kalteng (?:[^\n]*\\\n)*[^\n]*\n).*?```", re.DOTALL)
MOST = 36
"""Lines of output that an example shows whole; of a longer one ``FEW`` are shown."""
FEW = 14
ROWS = 4
"""Lines of an exported table that an example shows."""
PAGES = {"README.md": "en", "docs/panduan.md": "id"}
"""Pages whose examples are run, and the language they are run in."""
MADE = "<!-- Made by `make docs`; do not edit. -->"
IMPORTS = re.compile(r"(<!-- imports: made by `make docs` -->\n).*?(<!-- end of imports -->)", re.DOTALL)


def cli() -> str:
    """The reference of all commands and options."""
    lines = [
        MADE,
        "",
        "# Command line",
        "",
        "Globals stand before or after the command. An option marked `FILE...` takes several values.",
        "A setting is taken from the flag, then `KALTENG_*`, then `kalteng.toml`, then the default.",
        "",
        "| exit code | meaning |",
        "|---|---|",
        "| 0 | done, and nothing wrong |",
        "| 1 | done, with findings at or above `--fail-on` |",
        "| 2 | cannot run: usage, settings, an unreadable file, or a bug of the program |",
        "| 75 | another run holds the lock |",
        "| 130 | interrupted |",
    ]
    trees = [dict(_tree(command(lang))) for lang in LANGUAGES]
    for path in trees[0]:
        lines += _section(path, [tree[path] for tree in trees])
    return "\n".join(lines) + "\n"


def _tree(node: Any, path: str = "kalteng") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  typer's own click
    yield path, node
    for name, child in getattr(node, "commands", {}).items():
        yield from _tree(child, f"{path} {name}")


def _section(path: str, nodes: list[Any]) -> list[str]:
    lines = ["", f"## `{path}`", "", *(f"{node.help}  " for node in nodes)]
    lines[-1] = lines[-1].rstrip()
    if nodes[0].params:
        lines += ["", "| | " + " | ".join(LANGUAGES) + " |", "|---|---|---|"]
    for params in zip(*(node.params for node in nodes), strict=True):
        cells = [_declared(params[0]), *(param.help for param in params)]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _declared(param: Any) -> str:  # noqa: ANN401  as above
    """A parameter as it is typed: its names and the form of its value."""
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`"
    choices = param.type_descriptor.choices
    form = param.metavar or ("|".join(str(choice.value) for choice in choices) if choices else "")
    value = "" if param.is_flag or not form else f" {form}"
    return (
        ", ".join(f"`{name}`" for name in param.opts[:-1])
        + (", " if param.opts[:-1] else "")
        + (f"`{param.opts[-1]}{value}`")
    )


def rule_list() -> str:
    """All rules with both languages' words."""
    lines = [MADE, "", "# Rules of validation", ""]
    lines.append("`kalteng rules CODE` explains one; `[rules]` in `kalteng.toml` changes what it counts as.")
    for rule in rules().values():
        effect = word("rules.quarantines" if rule.quarantines else "rules.keeps", "en")
        lines += ["", f"## {rule.code}: {rule.title['en']} / {rule.title['id']}", ""]
        lines.append(f"{rule.severity.value}; {effect}.")
        lines += ["", *(f"- {lang}: {rule.why[lang]} {rule.advice(lang)}" for lang in LANGUAGES)]
        if rule.source:
            lines.append(f"- source: {rule.source}")
    return "\n".join(lines) + "\n"


def architecture() -> str:
    """The written description of the house with its picture drawn anew."""
    written = (DOCS / "architecture.md").read_text(encoding="utf-8")
    return IMPORTS.sub(lambda found: f"{found[1]}\n{mermaid()}\n{found[2]}", written)


def with_examples(page: str, lang: str) -> str:
    """The page with the real output under each ``$ kalteng`` command, shortened where it is long."""
    return EXAMPLE.sub(lambda found: f"```console\n{found[1]}{_shown(found[1], lang)}```", page)


def _shown(typed: str, lang: str) -> str:
    words = shlex.split(typed.removeprefix("$ ").replace("\\\n", " "))
    root = DOCS.parent
    files = [
        sorted(str(path.relative_to(root)) for path in root.glob(typed)) or [typed] for typed in words[1:]
    ]
    command_line = [sys.executable, "-m", "kalteng_data", *itertools.chain(*files)]
    spoken = os.environ | {"KALTENG_LANG": lang}
    done = subprocess.run(command_line, cwd=root, env=spoken, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)
    whole = done.stdout if len(done.stdout.splitlines()) > MOST else done.stdout + done.stderr
    lines = [line.rstrip() for line in whole.splitlines()]
    few = ROWS if "export" in words else FEW
    keep = lines if len(lines) <= MOST else [*lines[:few], "..."]
    return "\n".join(keep) + "\n"


def main() -> int:
    """Write the documents; with ``--check`` only say which are stale (exit code 1).

    Examples are run anew when writing only: a check would cost merges.
    """
    check = sys.argv[1:] == ["--check"]
    stale = False
    if not check:
        for page, lang in PAGES.items():
            for folder in ("demo", "kerja"):
                shutil.rmtree(DOCS.parent / "out" / folder, ignore_errors=True)
            path = DOCS.parent / page
            path.write_text(with_examples(path.read_text(encoding="utf-8"), lang), encoding="utf-8")
    made = {
        "cli.md": cli(),
        "rules.md": rule_list(),
        "architecture.svg": svg(),
        "architecture.md": architecture(),
    }
    for name, text in made.items():
        path = DOCS / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        if check:
            print(f"docs/{name} is stale: run make docs", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name} written")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
