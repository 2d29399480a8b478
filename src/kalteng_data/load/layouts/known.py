"""What is known of headers before a file is opened: layouts, and what the workspace remembers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kalteng_data.load.synonyms import claim
from kalteng_data.load.words import header_key
from kalteng_data.model import Fit, Kind, Settled
from kalteng_data.settings.layout import Layout
from kalteng_data.settings.remembered import signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.load.columns import HeaderCell
    from kalteng_data.model import Column
    from kalteng_data.settings.remembered import Remembered

_SCHEMES = {"codebook": "codebook", "dates": "tanggal_lahir", "codes": "kode_desa"}
"""Keys of layouts and of what is remembered, and the column that each is about."""
REMEMBERED = "remembered"
"""Reason of a column, and word behind a decision, that the workspace remembers."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a column stands for by its layout or by memory; a ``firm`` one was said by a person."""

    field: str | None
    reason: str
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A layout and how much of it stands in a header; ``own`` when the workspace declares it."""

    layout: Layout
    fit: Fit
    own: bool

    @property
    def needs_headings(self) -> bool:
        """Whether only heading rows show that it is this one: fields are carried and some mark is missing."""
        return bool(self.layout.carried) and self.fit.marks < self.fit.of_marks


@dataclass(frozen=True, slots=True)
class Known:
    """The layouts of the workspace (ours are always there) and the headers it remembers."""

    layouts: tuple[Layout, ...] = ()
    remembered: Mapping[tuple[str, ...], Remembered] = field(default_factory=dict)

    @classmethod
    def of(cls, layouts: Iterable[Layout] = (), remembered: Iterable[Remembered] = ()) -> Known:
        """From what the workspace holds."""
        return cls(tuple(layouts), {entry.signature: entry for entry in remembered})

    def match(self, cells: Sequence[HeaderCell], separator: str | None = None) -> Match | None:
        """The layout that a header follows, or ``None``.

        At least its share of its marks must stand in the header, and none of the fields it carries from
        heading rows may have a column. Of several, the one of which most columns are there wins; among
        equals the workspace's own, then the one that names the file's ``separator``.
        """
        texts = {written(text) for cell in cells for text in cell.texts}
        best: tuple[tuple[float, ...], Match] | None = None
        for layout, own in self._all():
            fit = fit_of(layout, texts)
            if fit.marks < layout.share * fit.of_marks or _has_column(cells, layout.carried):
                continue
            parted = 0.5 if layout.separator is None else float(layout.separator == separator)
            rank = (fit.columns, own, parted, fit.marks / fit.of_marks)
            if best is None or rank > best[0]:
                best = rank, Match(layout, fit, own)
        return None if best is None else best[1]

    def recall(self, cells: Sequence[HeaderCell]) -> Remembered | None:
        """What the workspace remembers of a header."""
        return self.remembered.get(signature(cell.text for cell in cells)) if self.remembered else None

    def _all(self) -> Iterable[tuple[Layout, bool]]:
        mine = {layout.name for layout in self.layouts}
        yield from ((layout, True) for layout in self.layouts)
        yield from ((layout, False) for layout in shipped() if layout.name not in mine)


@cache
def shipped() -> tuple[Layout, ...]:
    """The layouts that the program brings, in the order of their names."""
    folder = files(__package__)
    texts = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return tuple(_made(entry.read_text(encoding="utf-8")) for entry in sorted(texts, key=lambda e: e.name))


def _made(text: str) -> Layout:
    """A layout of ours; a test holds the files to the same checks as those of a workspace."""
    raw = tomllib.loads(text)
    kind = Kind(raw["schema"]) if "schema" in raw else None
    lists = {key: tuple(raw.get(key, ())) for key in ("marks", "carried")}
    return Layout(**{**raw, **lists, "schema": kind})


def written(text: str) -> str:
    """A header as it is written, without what differs by accident: a mark is known by its very spelling."""
    return " ".join(text.split()).strip(" .:*").casefold()


@cache
def _as_written(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(written, texts))


def fit_of(layout: Layout, texts: set[str]) -> Fit:
    """How much of a layout stands among ``texts``, which are ``written``."""
    marks, columns = _as_written(layout.identifying), _as_written(tuple(layout.columns))
    return Fit(len(marks & texts), len(marks), len(columns & texts), len(columns))


def _has_column(cells: Sequence[HeaderCell], fields: Sequence[str]) -> bool:
    """Whether words of the header claim one of ``fields``."""
    if not fields:
        return False
    claims = (claim(text) for cell in cells for text in cell.texts)
    return any(found is not None and found.field in fields for found in claims)


def hints(cells: Sequence[HeaderCell], match: Match | None, remembered: Remembered | None) -> dict[int, Hint]:
    """What layout and memory say of single columns, by absolute index; what a person settled comes first."""
    found: dict[int, Hint] = {}
    if match is not None:
        exact = {written(text): field or None for text, field in match.layout.columns.items()}
        keys = {header_key(text): field or None for text, field in match.layout.columns.items()}
        for cell in cells:
            for told, form in ((exact, written), (keys, header_key)):
                text = next((form(text) for text in cell.texts if form(text) in told), None)
                if text:
                    found[cell.index] = Hint(told[text], f"layout:{match.layout.name}")
                    break
    if remembered is not None:
        once = _once(cells)
        for columns, firm in ((remembered.read, False), (remembered.settled, True)):
            found |= {
                once[text]: Hint(field or None, REMEMBERED, firm)
                for name, field in columns.items()
                if (text := written(name)) in once
            }
    return found


def overruled(columns: Iterable[Column], told: Mapping[int, Hint]) -> tuple[tuple[str, str], ...]:
    """Notes of a table: the headers of which the settings say otherwise than the workspace remembers."""
    return tuple(
        ("overruled", column.header)
        for column in columns
        if column.reason == "override"
        and (hint := told.get(column.index)) is not None
        and hint.reason == REMEMBERED
        and hint.field != column.field
    )


def _once(cells: Sequence[HeaderCell]) -> dict[str, int]:
    """Headers that stand once, with their column."""
    places: dict[str, list[int]] = {}
    for cell in cells:
        places.setdefault(written(cell.text), []).append(cell.index)
    return {text: where[0] for text, where in places.items() if text and len(where) == 1}


def settled_by(match: Match | None, remembered: Remembered | None) -> tuple[Settled, ...]:
    """What holds for whole columns where cells do not tell: by the workspace's layout, by memory, by ours."""
    told: list[tuple[Layout | Remembered, str]] = []
    if match is not None and match.own:
        told.append((match.layout, "layout"))
    if remembered is not None:
        told.append((remembered, REMEMBERED))
    if match is not None and not match.own:
        told.append((match.layout, "layout"))
    return tuple(
        Settled(column, decision, by)
        for one, by in told
        for key, column in _SCHEMES.items()
        if (decision := getattr(one, key)) is not None
    )
