"""Headers that a workspace remembers, in a file that people can read, correct and delete from.

``remembered.toml`` holds one ``[[header]]`` for each header once settled. In: the workspace. Out: frozen
``Remembered``; ``as_toml`` writes them anew. ``merge`` alone writes the file, every reading command may read
it.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  pydantic reads the types when the file is checked
import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.settings.layout import Codebook, DateOrder, Scheme  # noqa: TC001  pydantic reads them
from kalteng_data.settings.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kalteng_data.settings.files import TomlFile

REMEMBERED = "remembered.toml"
Scheming = Literal["codes", "codebook", "dates"]
SCHEMES: tuple[Scheming, ...] = ("codes", "codebook", "dates")

_FIELDS = frozenset({*RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE})

_HEAD = """\
# Judul kolom yang sudah jelas artinya; ditulis oleh kalteng merge, dipakai untuk berkas berikutnya yang
# berjudul sama. Baris di [header.settled] selalu dipakai: ubah di situ bila ada yang keliru, atau hapus
# seluruh [[header]]-nya agar dilupakan. kalteng.toml didahulukan.
#
# Headers once settled; written by kalteng merge, used for later files with the same header. What stands
# under [header.settled] always holds: mend it there, or delete a whole [[header]] to have it forgotten.
# kalteng.toml comes first.
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One header and what it was settled to mean.

    ``header`` holds its texts from left to right. ``settled`` maps texts to fields as ``kalteng.toml`` or a
    person said (an empty field leaves a column out); ``read`` those that were read with confidence, used
    where a file's own cells leave them open. ``codes``, ``codebook`` and ``dates`` were plain from the cells
    of every list seen with this header; those in ``varies`` differ between lists and are never remembered.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    since: dt.date
    header: tuple[str, ...]
    file: str = ""
    layout: str | None = None
    codes: Scheme | None = None
    codebook: Codebook | None = None
    dates: DateOrder | None = None
    varies: tuple[Scheming, ...] = ()
    settled: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def signature(self) -> tuple[str, ...]:
        """What a header is known by, whatever file and level it comes in."""
        return signature(self.header)


@dataclass(frozen=True, slots=True)
class _Memory:
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    header: tuple[Remembered, ...] = ()


def signature(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts of a header without what differs by accident: case, blanks, empty columns."""
    plain = (" ".join(text.split()).casefold() for text in texts)
    return tuple(text for text in plain if text)


def read_remembered(workspace: Path | None) -> tuple[Remembered, ...]:
    """What the workspace remembers; nothing where it has no such file.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or a key or value makes no sense; names the line.
    """
    path = workspace / REMEMBERED if workspace else None
    if path is None or not path.is_file():
        return ()
    from kalteng_data.settings.files import TomlFile

    return _checked(TomlFile(path, REMEMBERED))


def _checked(file: TomlFile) -> tuple[Remembered, ...]:
    entries = file.checked(_Memory).header
    seen: set[tuple[str, ...]] = set()
    for number, entry in enumerate(entries):
        where = ("header", number)
        if not entry.signature or entry.signature in seen:
            raise file.refused((*where, "header"), '["NIK", "Nama", ...]')
        seen.add(entry.signature)
        for name, columns in (("settled", entry.settled), ("read", entry.read)):
            for text, to in columns.items():
                if to and to not in _FIELDS:
                    near = difflib.get_close_matches(to, _FIELDS, n=3) or sorted(_FIELDS)[:6]
                    raise file.refused((*where, name, text), ", ".join(near))
    return entries


def as_toml(entries: Iterable[Remembered]) -> str:
    """The file's text, in an order that does not depend on how files came."""
    parts = [_HEAD]
    for one in sorted(entries, key=lambda entry: entry.signature):
        parts.append(f"\n[[header]]\nsince = {one.since.isoformat()}\nheader = {_listed(one.header)}\n")
        plain = {"file": one.file or None, "layout": one.layout}
        plain |= {key: getattr(one, key) for key in SCHEMES}
        parts += [f"{key} = {quoted(value)}\n" for key, value in plain.items() if value is not None]
        if one.varies:
            parts.append(f"varies = {_listed(one.varies)}\n")
        for name, columns in (("settled", one.settled), ("read", one.read)):
            if columns:
                parts.append(f"\n[header.{name}]\n")
                parts += [f"{quoted(text)} = {quoted(to)}\n" for text, to in sorted(columns.items())]
    return "".join(parts)


def _listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"
