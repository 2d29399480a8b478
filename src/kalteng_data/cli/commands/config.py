"""``kalteng config show``: the settings in force, as ``kalteng.toml`` would say them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kalteng_data.cli.session import Session
from kalteng_data.errors import ExitCode
from kalteng_data.settings.lines import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kalteng_data.console import Console
    from kalteng_data.settings import Origin


def show(
    ctx: typer.Context,
    origin: Annotated[bool, typer.Option("--origin", help="config.origin", show_default=False)] = False,
) -> int:
    """Print one ``key = value`` a line, with the place it came from when asked."""
    session = Session.of(ctx)
    settings, origins = session.settings()
    for path, value in _leaves((), dataclasses.asdict(settings)):
        line = f"{dotted(path)} = {_toml(value)}"
        if origin:
            line = f"{line:<44} # {_said(session.console, path, origins)}"
        session.console.data(line)
    return ExitCode.OK


def _leaves(path: tuple[str | int, ...], value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:  # noqa: ANN401
    """Every value with its path; a table without entries has nothing to show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    elif isinstance(value, tuple) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _leaves((*path, number), inner)
    elif not (value == () and path == ("source",)):
        yield path, value


def _said(console: Console, path: tuple[str | int, ...], origins: Mapping[str, Origin]) -> str:
    """The nearest key above that has an origin: a table written in one line gives it to all its values."""
    for end in range(len(path), 1, -1):
        found = origins.get(".".join(map(str, path[:end])))
        if found is not None and not isinstance(path[end - 1], int):
            return f"{console.word(f'config.{found.kind}')}: {found.place}"
    return console.word("config.default")


def _toml(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
