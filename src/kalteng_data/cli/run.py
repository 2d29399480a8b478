"""From arguments to an exit code: the one place where errors become words."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import typer

from kalteng_data.catalogue import error_text
from kalteng_data.cli.app import command
from kalteng_data.cli.language import language
from kalteng_data.cli.usage import explained
from kalteng_data.console import Console
from kalteng_data.errors import ExitCode, KaltengError, OutputError, cause

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code (``errors.ExitCode``).

    Whatever the user can cause ends in two lines on stderr; other exceptions are bugs and pass through.
    """
    lang = language(argv)
    as_json = "json" in {os.environ.get("KALTENG_LOG_FORMAT"), *_values(argv, "--log-format")}
    console = Console(lang, color="--no-color" not in argv, as_json=as_json)
    try:
        result = command(lang).main(list(argv), prog_name="kalteng", standalone_mode=False, obj=lang)
    except KaltengError as error:
        return _refused(console, error)
    except typer.TyperException as error:
        return _refused(console, explained(error))
    except typer.Abort:
        result = ExitCode.INTERRUPTED
    except MemoryError:
        return _refused(console, OutputError("no-memory"))
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else "kalteng"
        return _refused(console, OutputError("system", place=place, why=cause(error)))
    if result == ExitCode.INTERRUPTED:
        console.warning("console.interrupted")
    return int(result or ExitCode.OK)


def _values(argv: Sequence[str], option: str) -> list[str]:
    """The values given to ``option``, before the parser has read anything."""
    joined = [arg.partition("=")[2] for arg in argv if arg.startswith(option + "=")]
    return joined + [value for name, value in pairwise(argv) if name == option]


def _refused(console: Console, error: KaltengError) -> int:
    reason, hint = error_text(error, console.lang)
    console.error(error.code, reason, hint)
    return error.exit_code
