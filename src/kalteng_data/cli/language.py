"""Which language to speak, found out before anything is parsed, so that help and errors speak it too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.catalogue import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence


def language(argv: Sequence[str]) -> str:
    """The flag's word, then ``KALTENG_LANG``, then ``kalteng.toml``, then the locale, else Indonesian.

    A word that is no language is passed over here; the parser refuses it later with a reason.
    """
    for word in (_flag(argv, "--lang"), os.environ.get("KALTENG_LANG"), _configured(argv), _locale()):
        if word in LANGUAGES:
            return word
    return "id"


def _flag(argv: Sequence[str], name: str) -> str | None:
    found = None
    for position, arg in enumerate(argv):
        if arg == "--":
            break
        if arg.startswith(name + "="):
            found = arg.partition("=")[2]
        elif arg == name and position + 1 < len(argv):
            found = argv[position + 1]
    return found


def _configured(argv: Sequence[str]) -> str | None:
    from kalteng_data.settings import find_workspace, peek_language

    named = _flag(argv, "--workspace") or os.environ.get("KALTENG_WORKSPACE")
    folder = Path(named) if named else find_workspace(Path.cwd())
    return peek_language(folder) if folder else None


def _locale() -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2].lower()
    return None
