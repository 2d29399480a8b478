"""What operators read: complete in both languages, and nothing in it that no code says."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kalteng_data import catalogue, errors
from kalteng_data.catalogue import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCE = Path(catalogue.__file__).parents[1]
TEXTS = Path(catalogue.__file__).parent
ENGLISH_PLURALS = {"problems", "things"}
"""Details in which English tells one from many, where Indonesian has one word."""


def flat(entries: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, str]]]:
    """The texts below ``entries`` by their dotted keys."""
    for name, entry in entries.items():
        if isinstance(entry, dict) and not set(LANGUAGES) & set(entry):
            yield from flat(entry, (*path, name))
        elif isinstance(entry, dict):
            yield ".".join((*path, name)), entry


def read(*names: str) -> dict[str, dict[str, str]]:
    files = [TEXTS / f"{name}.toml" for name in names]
    return {key: text for file in files for key, text in flat(tomllib.loads(file.read_text("utf-8")))}


WORDS = read(*catalogue.WORDS)
ERRORS = tomllib.loads((TEXTS / "errors.toml").read_text(encoding="utf-8"))


def details(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@cache
def said() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts and names that stand in the code, and its texts with something filled in, as patterns."""
    texts: set[str] = set()
    filled: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.JoinedStr(values=[*parts]):
                    filled.add("".join(_pattern(part) for part in parts))
                case ast.Constant(value=str(text)):
                    texts.add(text)
                case ast.arg(arg=name) | ast.keyword(arg=str(name)):
                    texts.add(name)
    for path in SOURCE.rglob("*.j2"):
        texts.update(re.findall(r"[\"'.]([a-z_0-9]+)\b", path.read_text(encoding="utf-8")))
    # Evidence is written "shdk_2={} shdk_3={}", and data name fields, commands and reasons too.
    texts.update(name for text in list(texts) for name in re.findall(r"(\w+)=\{", text))
    for path in SOURCE.rglob("*.toml"):
        if path.parent != TEXTS:
            texts.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    keyed = [text for text in filled if re.match(r"[a-z_]+\\\..*\(\.\+\)", text)]
    return frozenset(texts), tuple(map(re.compile, keyed))


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"


def is_said(key: str) -> bool:
    texts, patterns = said()
    if key in texts:
        return True
    found = [hit for pattern in patterns if (hit := pattern.fullmatch(key))]
    return any(all(part in texts or part.isdigit() for part in hit.groups()) for hit in found)


@pytest.mark.parametrize("key", [*WORDS, *(f"{code}.{part}" for code in ERRORS for part in ERRORS[code])])
def test_a_text_says_the_same_in_both_languages(key: str) -> None:
    code, _, part = key.rpartition(".")
    texts = WORDS[key] if key in WORDS else ERRORS[code][part]
    assert list(texts) == list(LANGUAGES)
    assert all(texts.values())
    assert details(texts["en"]) - ENGLISH_PLURALS == details(texts["id"])


def test_every_error_has_a_reason_and_a_next_step() -> None:
    assert {code for code, entry in ERRORS.items() if list(entry) != ["reason", "hint"]} == set()


def test_every_text_is_said_somewhere() -> None:
    keys = [*WORDS, *ERRORS, *catalogue.shipped()]
    assert [key for key in keys if not is_said(key)] == []


def test_every_code_that_is_raised_has_words() -> None:
    classes = "|".join(kind.__name__ for kind in vars(errors).values() if isinstance(kind, type))
    raised = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        raised.update(re.findall(rf"\b(?:{classes})\(\s*\"([a-z-]+)\"", text))
        raised.update(re.findall(r"\"(KT\d{3})\"", text))
    assert raised - {*ERRORS, *catalogue.shipped()} == set()
    assert len(raised) > 100
