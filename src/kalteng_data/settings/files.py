"""A TOML file of the workspace, checked against a dataclass; errors name file, line, key and fix."""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from kalteng_data.errors import SettingsError, cause
from kalteng_data.settings.check import expectation
from kalteng_data.settings.lines import dotted, key_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kind = TypeVar("Kind")
Path_ = tuple[str | int, ...]


class TomlFile:
    """One file's text as tables, with the line of every key; ``file`` is its name in messages.

    Raises:
        SettingsError: it cannot be read, or is no TOML.
    """

    def __init__(self, path: Path, file: str) -> None:
        self.file = file
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise SettingsError("settings-unreadable", file=file, why=cause(error)) from None
        except UnicodeDecodeError:
            raise SettingsError("settings-unreadable", file=file, why="UTF-8") from None
        try:
            self.raw: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            number = line[1] if line else str(len(text.splitlines()))
            raise SettingsError("settings-toml", place=f"{file}:{number}") from None
        self.lines: Mapping[Path_, int] = key_lines(text)

    def checked(self, kind: type[Kind]) -> Kind:
        """The tables as ``kind``, a frozen dataclass.

        Raises:
            SettingsError: a key is unknown or missing, or a value makes no sense.
        """
        from pydantic import TypeAdapter, ValidationError

        try:
            return TypeAdapter(kind).validate_python(self.raw)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
        path = tuple(part for part in first["loc"] if part != "[key]")
        what, place = first["type"], self.place(path)
        if what in {"unexpected_keyword_argument", "extra_forbidden"}:
            known = _keys(kind, path[:-1])
            near = difflib.get_close_matches(str(path[-1]), known, n=1) or known
            raise SettingsError("settings-unknown", place=place, key=dotted(path), known=", ".join(near))
        if what in {"missing", "missing_argument"}:
            raise SettingsError("settings-missing", place=place, key=dotted(path))
        expected = str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ") or expectation(what)
        raise self.refused(path, expected)

    def place(self, path: Path_) -> str:
        """``file:line`` of the nearest enclosing key that stands in the file."""
        found = (self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines)
        return f"{self.file}:{next(found, 1)}"

    def refused(self, path: Path_, expected: str) -> SettingsError:
        """The error for a value that cannot be used, with what is."""
        return SettingsError("settings-value", place=self.place(path), key=dotted(path), expected=expected)


def _keys(kind: Any, path: Path_) -> list[str]:  # noqa: ANN401
    """The keys of the dataclass that stands at ``path`` below ``kind``."""
    for part in path:
        if isinstance(part, int):
            continue
        hint = get_type_hints(kind)[part]
        kind = next((one for one in (hint, *get_args(hint)) if dataclasses.is_dataclass(one)), hint)
    return [f.name for f in dataclasses.fields(kind) if f.init]
