"""The zip: its parts, the relations between them, their content types; written anew with what was changed."""

from __future__ import annotations

import re
import shutil
import zipfile
from posixpath import basename, dirname, join, normpath, relpath
from typing import TYPE_CHECKING, BinaryIO

from kalteng_data.write.ooxml.markup import attributes, bare, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONS}"></Relationships>'
)
_LEVEL = 3
"""Of zlib: half the time of its default for a few per cent more bytes."""
_COPY = 1 << 20


class Package:
    """An archive that is read and the changes to it, until ``save`` writes both.

    ``office`` is the namespace of the relations, which tells the strict form from the usual one.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._changed: dict[str, str] = {}
        self._streams: dict[str, Callable[[], Iterable[bytes]]] = {}
        self._late: dict[str, Callable[[], str]] = {}
        strict = self.has(WORKBOOK) and "purl.oclc.org/ooxml" in self.text(WORKBOOK)[:4096]
        self.office = _OFFICE_STRICT if strict else OFFICE
        self.strict = strict

    @property
    def has_macros(self) -> bool:
        """Whether the workbook carries a program."""
        return "xl/vbaProject.bin" in self._names or "macroEnabled" in self.text(TYPES)

    @property
    def written(self) -> tuple[str, ...]:
        """The parts that are not copied as they were."""
        return tuple(dict.fromkeys((*self._changed, *self._streams, *self._late)))

    def has(self, part: str) -> bool:
        """Whether the part exists."""
        return part in self._names or part in self._changed

    def text(self, part: str) -> str:
        """A part as text with its main namespace bare, changes included."""
        if part in self._changed:
            return self._changed[part]
        data = self._archive.read(part)
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return bare(data.decode("utf-16" if wide else "utf-8-sig"))

    def put(self, part: str, text: str) -> None:
        """Change a part or add one."""
        self._changed[part] = text

    def stream(self, part: str, blocks: Callable[[], Iterable[bytes]]) -> None:
        """Have a part written from blocks when the package is saved."""
        self._streams[part] = blocks

    def put_last(self, part: str, text: Callable[[], str]) -> None:
        """Have a part written after all others, with what is known by then."""
        self._late[part] = text

    def free_name(self, pattern: str) -> str:
        """The first unused name of ``pattern``, whose ``{}`` stands for a number."""
        number = 1
        while self.has(name := pattern.format(number)) or name in self._streams:
            number += 1
        return name

    def related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """Id and part of each relation of ``part`` whose type ends in ``kind``."""
        found = []
        for tag in re.findall(r"<Relationship\s[^>]*>", self._relations(part)):
            a = attributes(tag)
            if a.get("Type", "").endswith(f"/{kind}") and a.get("TargetMode") != "External":
                target = a.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else join(dirname(part), target)
                found.append((a.get("Id", ""), normpath(place)))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of ``part`` to ``target`` and return its id."""
        text = self._relations(part)
        used = set(re.findall(r"\bId\s*=\s*[\"']([^\"']*)", text))
        number = len(used) + 1
        while (name := f"rId{number}") in used:
            number += 1
        place = escaped(relpath(target, dirname(part) or "."))
        tag = f'<Relationship Id="{name}" Type="{self.office}/{kind}" Target="{place}"/>'
        self.put(_relations_part(part), _appended(text, "Relationships", tag))
        return name

    def declare(self, part: str, content: str) -> None:
        """Name the content type of a part: ``worksheet``, ``comments``, ``styles``."""
        text = self.text(TYPES)
        if f'"/{part}"' not in text:
            tag = f'<Override PartName="/{escaped(part)}" ContentType="{_SPREADSHEET}.{content}+xml"/>'
            self.put(TYPES, _appended(text, "Types", tag))

    def declare_vml(self) -> None:
        """Name the content type of drawings in VML."""
        text = self.text(TYPES)
        if not re.search(r"Extension\s*=\s*[\"']vml[\"']", text, re.IGNORECASE):
            tag = f'<Default Extension="vml" ContentType="{_DRAWING}"/>'
            opening = re.search(r"<Types\b[^>]*[^/]>", text)
            at = opening.end() if opening else None
            changed = _appended(text, "Types", tag) if at is None else text[:at] + tag + text[at:]
            self.put(TYPES, changed)

    def without_relations(self, part: str) -> None:
        """Cut a part off from what it refers to."""
        if self.has(_relations_part(part)):
            self.put(_relations_part(part), _NO_RELATIONS)

    def save(self, target: BinaryIO) -> None:
        """Write the archive with the changes, names in the order they had."""
        order = [n for n in self._archive.namelist() if n not in self._late and not n.endswith("/")]
        order += [n for n in (*self._changed, *self._streams) if n not in self._names and n not in self._late]
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
            # Some programs tell a workbook by its first part.
            for name in dict.fromkeys([TYPES, *order]):
                self._write(name, out)
            for name, text in self._late.items():
                out.writestr(name, text())

    def _write(self, name: str, out: zipfile.ZipFile) -> None:
        if name in self._streams:
            with out.open(name, "w", force_zip64=True) as sink:
                for block in self._streams[name]():
                    sink.write(block)
        elif name in self._changed:
            out.writestr(name, _declared(self._changed[name]))
        else:
            with self._archive.open(name) as source, out.open(name, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, _COPY)

    def _relations(self, part: str) -> str:
        name = _relations_part(part)
        return self.text(name) if self.has(name) else _NO_RELATIONS


def _relations_part(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _declared(text: str) -> bytes:
    """The bytes of a part in the encoding they are in now, whatever its declaration said before."""
    return re.sub(r"(<\?xml[^>]*?encoding\s*=\s*)[\"'][^\"']*[\"']", r'\1"UTF-8"', text, count=1).encode()


def _appended(text: str, root: str, tag: str) -> str:
    close = text.rfind(f"</{root}>")
    if close >= 0:
        return text[:close] + tag + text[close:]
    # An element without content: <Relationships xmlns="..."/>
    empty = re.search(rf"(<{root}\b[^>]*?)\s*/>", text)
    if empty is None:
        message = f"a part without its element {root}"
        raise ValueError(message)
    return f"{text[: empty.start()]}{empty[1]}>{tag}</{root}>{text[empty.end() :]}"
