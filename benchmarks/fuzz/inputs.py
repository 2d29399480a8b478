"""All inputs of a seed, each made from its number alone: any of them can be made again."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from benchmarks.fuzz.invented import invented
from benchmarks.fuzz.parts import parts_spoilt
from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.spoil import spoilt

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = (
    "full",
    "json",
    "csv",
    "html",
    "xlsx",
    "github",
    "junit",
    "sarif",
    "concise",
    "jsonl",
    "inspect",
    "clean",
)
"""What is asked of each file: a form of ``validate``, or another command."""
_ZIPS = frozenset({"xlsx", "xlsb", "ods", "zip"})
_ENDINGS = ("xlsx", "xlsx", "xlsb", "xlsb", "xls", "ods", "csv", "txt", "parquet", "zip", "toml")


@dataclass(frozen=True, slots=True)
class Input:
    """One spoilt file and what is asked of it."""

    number: int
    ending: str
    content: bytes
    form: str
    lang: str


def inputs(amount: int, seed: int) -> Iterator[Input]:
    """``amount`` inputs; a fifth of them is invented by hypothesis, the rest are files that were sound."""
    drawn = iter(invented(-(-amount // 5), seed))
    for number in range(amount):
        random = Random(f"{seed}:{number}")
        ending, content = next(drawn) if number % 5 == 0 else _damaged(number, random)
        form = FORMS[random.randrange(len(FORMS))]
        yield Input(number, ending, content, form, ("id", "en")[number % 2])


def _damaged(number: int, random: Random) -> tuple[str, bytes]:
    ending = _ENDINGS[number % len(_ENDINGS)]
    content = random.choice(seeds()[ending])
    others = itertools.chain(*seeds().values()) if random.random() < 0.1 else seeds()[ending]
    if ending in _ZIPS and random.random() < 0.75:
        return ending, parts_spoilt(content, random.choice(seeds()[ending]), random)
    return ending, spoilt(content, random.choice(tuple(others)), random)
