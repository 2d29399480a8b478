"""``kalteng init``: a workspace to put files into."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode, OutputError, SettingsError, cause
from kalteng_data.model import Level
from kalteng_data.settings import FILE

IGNORED = """\
# Data about people never enters version control.
/inbox/
/base/
/reports/
/cache/
/state.sqlite*
/.kalteng.lock
"""


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="init.folder", show_default=False)
    ] = None,
) -> int:
    """Make the folders, the commented settings and the list of what version control must not see.

    Raises:
        SettingsError: there is a ``kalteng.toml`` already; nothing is changed.
        OutputError: the folder cannot be written.
    """
    session = Session.of(ctx)
    place = folder or session.named or Path.cwd()
    if (place / FILE).exists():
        raise SettingsError("workspace-exists", folder=place)
    template = files("kalteng_data.settings").joinpath(f"template.{session.console.lang}.toml")
    try:
        for level in Level:
            (place / "inbox" / level).mkdir(parents=True, exist_ok=True)
        (place / FILE).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        if not (place / ".gitignore").exists():
            (place / ".gitignore").write_text(IGNORED, encoding="utf-8")
    except OSError as error:
        raise OutputError("cannot-write", place=place, why=cause(error)) from None
    session.console.message("init.made", folder=place)
    session.console.message("init.next")
    return ExitCode.OK
