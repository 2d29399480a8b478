"""A file that exists is replaced only by the operator's word."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from kalteng_data.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from kalteng_data.cli.session import Session


def ask_to_replace(session: Session, output: Path, *, force: bool) -> None:
    """Return when ``output`` is new, ``--force`` was given, or a person at a terminal agrees.

    Raises:
        OutputError: ``output-exists``.
    """
    if force or not output.exists():
        return
    asked = not session.no_input and not session.console.quiet and sys.stdin.isatty() and sys.stderr.isatty()
    question = session.console.word("template.replace", file=output)
    if not (asked and typer.confirm(question, default=False, err=True)):
        raise OutputError("output-exists", file=output)
