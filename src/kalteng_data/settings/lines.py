"""The path of a key in a TOML text: as people write it, and its line, which the parser does not say."""

from __future__ import annotations

import re

_PART = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR = re.compile(rf"^\s*({_DOTTED})\s*=(.*)$")
_SPLIT = re.compile(_PART)


def key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Line (from 1) of every table and key; the tables of an array are counted from 0 inside the path.

    ``[[source]]`` and ``level`` below it give ``("source", 0)`` and ``("source", 0, "level")``. Text between
    triple quotes is passed over.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    arrays: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if found := _TABLE.match(line):
            parts = _parts(found[2])
            if found[1] == "[[":
                arrays[parts] = arrays.get(parts, -1) + 1
            table = _counted(parts, arrays)
            lines.setdefault(table, number)
        elif found := _PAIR.match(line):
            path = table
            for part in _parts(found[1]):
                path = (*path, part)
                lines.setdefault(path, number)
            closing = _left_open(found[2])
    return lines


def dotted(path: tuple[str | int, ...]) -> str:
    """``("source", 0, "level")`` as people write it: ``source[1].level``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _parts(written: str) -> tuple[str | int, ...]:
    return tuple(part.strip("\"'") for part in _SPLIT.findall(written))


def _counted(parts: tuple[str | int, ...], arrays: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """Insert the number of the current table behind each prefix that is an array of tables."""
    path: tuple[str | int, ...] = ()
    for end, part in enumerate(parts, start=1):
        path = (*path, part)
        if parts[:end] in arrays:
            path = (*path, arrays[parts[:end]])
    return path


def _left_open(value: str) -> str:
    """The triple quote that this value opens and does not close, else nothing."""
    return next((quote for quote in ('"""', "'''") if value.count(quote) % 2), "")
