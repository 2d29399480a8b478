"""Flag, then ``KALTENG_*``, then ``kalteng.toml``, then the default: read, checked, each with its origin."""

from __future__ import annotations

import copy
import os
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kalteng_data.settings.check import check, unknown_key
from kalteng_data.settings.model import Origin, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "kalteng.toml"
PREFIX = "KALTENG_"


def find_workspace(start: Path) -> Path | None:
    """The nearest folder upward from ``start`` that holds a ``kalteng.toml``."""
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def peek_language(workspace: Path) -> str | None:
    """``project.lang`` of a workspace, or ``None``; whatever is wrong with the file is told later."""
    try:
        raw = tomllib.loads((workspace / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    project = raw.get("project")
    lang = project.get("lang") if isinstance(project, dict) else None
    return lang if isinstance(lang, str) else None


def variables() -> dict[str, tuple[str, str]]:
    """The environment's variable of each plain setting.

    ``KALTENG_PERIOD`` for ``project.period``, ``KALTENG_LINK_MODEL`` for ``link.model``: the section's name
    is left out for ``[project]``. Lists and tables are set in the file only.
    """
    plain = {
        "project": ("name", "period", "lang"),
        "merge": ("skip_unreadable",),
        "link": ("model", "match", "review"),
        "validate": ("fail_on",),
        "privacy": ("mask",),
    }
    return {
        PREFIX + (key if section == "project" else f"{section}_{key}").upper(): (section, key)
        for section, keys in plain.items()
        for key in keys
    }


def load_settings(
    workspace: Path | None,
    flags: Mapping[str, tuple[str, object]] | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[Settings, dict[str, Origin]]:
    """Settings and the origin of each value that is no default, by dotted key (``project.period``).

    ``flags`` maps a dotted key to the flag's name and value, for the flags that were given; ``environ`` is
    the process's environment unless named.

    Raises:
        SettingsError: a key is unknown, a value makes no sense, or the file is no TOML; names key and line.
    """
    raw, lines = _read(workspace)
    origins = {
        ".".join(map(str, path)): Origin("file", f"{FILE}:{line}")
        for path, line in lines.items()
        if len(path) > 1 or path[0] in {f.name for f in fields(Settings)}
    }
    merged = copy.deepcopy(raw)
    for name, path in variables().items():
        value = (os.environ if environ is None else environ).get(name)
        if value:
            _put(merged, path, value)
            origins[".".join(path)] = Origin("env", name)
    for dotted, (flag, given) in (flags or {}).items():
        _put(merged, tuple(dotted.split(".")), given)
        origins[dotted] = Origin("flag", flag)
    return check(merged, origins), origins


def _read(workspace: Path | None) -> tuple[dict[str, Any], Mapping[tuple[str | int, ...], int]]:
    path = workspace / FILE if workspace else None
    if path is None or not path.is_file():
        return {}, {}
    from kalteng_data.settings.files import TomlFile

    file = TomlFile(path, FILE)
    for key in file.raw:
        if key not in {f.name for f in fields(Settings)}:
            raise unknown_key((key,), file.place((key,)))
    return file.raw, file.lines


def _put(raw: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    table = raw
    for part in path[:-1]:
        inner = table.setdefault(part, {})
        if not isinstance(inner, dict):
            return  # the check names the key that should be a table
        table = inner
    table[path[-1]] = value
