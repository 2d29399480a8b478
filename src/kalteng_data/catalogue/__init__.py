"""Everything an operator reads, in Indonesian and English; nothing of it is ever stored in data.

In: a stable code and the details that fill its template. Out: text in one language.
``errors.toml`` holds reasons and next steps of errors, ``findings*.toml`` the rules by family and
``words*.toml`` the words of the command line, of forms and of reports.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kalteng_data.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kalteng_data.errors import KaltengError

LANGUAGES = ("id", "en")
FINDINGS = (
    "findings",
    "findings_fields",
    "findings_lists",
    "findings_across",
    "findings_rows",
    "findings_before",
)
WORDS = ("words", "words_forms", "words_reports", "words_inspect")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the list of finding codes.

    ``title`` is a few words, ``message`` and ``fix`` are templates filled with the finding's ``value``,
    ``detail`` and ``field``; ``why`` tells what the rule protects, ``source`` where it comes from. Each maps
    a language to its text. ``detail_kind`` says how a detail is masked (``plain``, ``date``,
    ``open``).
    """

    code: str
    severity: Severity
    family: str
    quarantines: bool
    title: dict[str, str]
    message: dict[str, str]
    fix: dict[str, str]
    why: dict[str, str]
    example: str
    source: str
    detail_kind: str = "plain"

    def advice(self, lang: str) -> str:
        """``fix`` where there is no finding: dots stand for what a finding would fill in."""
        return re.sub(r"\{(?:value|detail|field)\}", "...", self.fix[lang])


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


_own: dict[str, Rule] = {}
"""Rules of the workspace's own, beside those of the program."""


def know_own(own: Iterable[Rule]) -> None:
    """Take the rules of a workspace's own for those of this run; those of an earlier one are forgotten."""
    _own.clear()
    _own.update({rule.code: rule for rule in own})


def rules() -> dict[str, Rule]:
    """All rules by code, in the order of their codes, those of the workspace's own among them."""
    return dict(sorted({**shipped(), **_own}.items())) if _own else shipped()


@cache
def shipped() -> dict[str, Rule]:
    """The program's own rules by code, in the order of their codes."""
    found = {
        code: Rule(
            code=code,
            severity=Severity(entry["severity"]),
            family=entry["family"],
            quarantines=entry.get("quarantines", False),
            title=entry["title"],
            message=entry["message"],
            fix=entry["fix"],
            why=entry["why"],
            example=entry.get("example", ""),
            source=entry.get("source", ""),
            detail_kind=entry.get("detail", "plain"),
        )
        for name in FINDINGS
        for code, entry in _table(name).items()
    }
    return dict(sorted(found.items()))


@cache
def _words() -> dict[str, Any]:
    """All words; a section may stand in several files."""
    merged: dict[str, Any] = {}
    for name in WORDS:
        for section, entries in _table(name).items():
            merged[section] = _joined(merged.get(section, {}), entries)
    return merged


def _joined(words: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Both, the tables of both under one name joined likewise."""
    both = {
        name: _joined(words[name], more[name]) for name in words.keys() & more.keys() if name not in LANGUAGES
    }
    return words | more | both


def error_text(error: KaltengError, lang: str) -> tuple[str, str]:
    """Reason and next step of an error, one line each."""
    entry = _table("errors")[error.code]
    details = {key: _in_words(key, value, lang) for key, value in error.details.items()}
    return entry["reason"][lang].format(**details), entry["hint"][lang].format(**details)


def _in_words(key: str, value: object, lang: str) -> object:
    """A ``why`` or ``reason`` of stable words (``disk-full``) in a language; anything else as it is."""
    if key not in {"why", "reason"} or not isinstance(value, str):
        return value
    known = _words()["why"]
    return ", ".join(known[part][lang] if part in known else part for part in value.split(", "))


def word(key: str, lang: str, **details: object) -> str:
    """A word or sentence of the command line by its dotted key, filled with ``details``."""
    entry: Any = _words()
    for part in key.split("."):
        entry = entry[part]
    text: str = entry[lang]
    return text.format(**details) if details else text
