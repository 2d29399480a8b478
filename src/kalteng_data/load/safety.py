"""A look at a file before any parser touches it: what it really is, and whether it may be opened."""

from __future__ import annotations

import enum
import os
import re
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError, cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = 20_000
_UNPACKED = 4 << 30
"""Bytes: a full sheet of 1,048,576 rows of 20 columns unpacks to less than a quarter of it."""
_SUSPECT = 200 << 20
_RATIO = 200
"""Sheets of real lists pack 8 to 40 times; a bomb packs a thousand times."""
_PANIC = re.compile(rb"(?s)\n?thread '[^\n]* panicked at .*?(?:\nnote: [^\n]*\n|\Z)")
"""What Rust writes to stderr of a panic, up to its advice on traces."""


class Container(enum.Enum):
    """What a file is by its content, whatever its name says."""

    TEXT = "text"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    PARQUET = "parquet"
    HTML = "html"


_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
)
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def look(path: Path, file: str) -> Container:
    """What the file is, judged by its content.

    Raises:
        InputError: ``missing-file``, ``is-folder``, ``no-regular-file``, ``unreadable-file``,
            ``empty-file``, ``foreign-file`` (a PDF, picture or archive whatever its name),
            ``encrypted``, ``truncated``, ``zip-bomb``.
    """
    head = _head(path, file)
    if head.startswith(_CFB):
        return _compound(path, file)
    if head.startswith(b"PK"):
        return _zipped(path, file)
    if head.startswith(b"PAR1"):
        return Container.PARQUET
    kind = next((kind for mark, kind in _FOREIGN if head.lstrip().startswith(mark)), None)
    start = head[:2048].lower().lstrip()
    if b"<html" in start or b"<table" in start or start.startswith(b"<!doctype html"):
        return Container.HTML
    if start.startswith((b"<!doctype", b"<?xml")):
        kind = "HTML/XML"
    if kind is not None:
        raise InputError("foreign-file", file=file, kind=kind)
    if _is_binary(head):
        code = "truncated" if path.suffix.lower() in _WORKBOOK_NAMES else "not-text"
        raise InputError(code, file=file)
    return Container.TEXT


@contextmanager
def panics_refused(file: str) -> Iterator[None]:
    """A reader that meets what it never thought of ends in a panic: the file is refused, not the run ended.

    Raises:
        InputError: ``truncated``.
    """
    with _panics_unheard():
        try:
            yield
        except BaseException as error:
            # The readers' panics are no Exception, and each has a class of its own that cannot be imported.
            if type(error).__name__ != "PanicException":
                raise
            raise InputError("truncated", file=file) from None


@contextmanager
def _panics_unheard() -> Iterator[None]:
    """Keep the traces of panics, which readers write past Python, from stderr; all else is passed on."""
    try:
        held, own = tempfile.TemporaryFile(), os.dup(2)  # noqa: SIM115  closed below
    except OSError:  # no place for a file, or stderr is closed
        yield
        return
    with held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(own, 2)
            os.close(own)
            if held.seek(0, os.SEEK_END):
                held.seek(0)
                with suppress(OSError):  # nobody hears
                    os.write(2, _PANIC.sub(b"", held.read()))


def _head(path: Path, file: str) -> bytes:
    """The first 8 KiB, not blank."""
    if path.is_dir():
        raise InputError("is-folder", file=file)
    if not path.exists():
        raise InputError("missing-file", file=file)
    if not path.is_file():  # a pipe never says that it has no more, and can be read once only
        raise InputError("no-regular-file", file=file)
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
    except OSError as error:
        raise InputError("unreadable-file", file=file, reason=cause(error)) from error
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise InputError("empty-file", file=file)
    return head


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    if zeros and not 0.4 * len(head) <= zeros <= 0.55 * len(head):
        return True
    controls = sum(head.count(bytes((c,))) for c in (*range(1, 9), *range(14, 26), *range(27, 32)))
    return controls > 0.05 * len(head)


def _compound(path: Path, file: str) -> Container:
    """An OLE file: an old workbook, or the envelope of an encrypted new one."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError("encrypted", file=file)
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return Container.XLS
    # The list of streams stands at the end of many files: a workbook that lacks it was cut.
    if path.suffix.lower() in _WORKBOOK_NAMES and "WordDocument".encode("utf-16-le") not in data:
        raise InputError("truncated", file=file)
    raise InputError("foreign-file", file=file, kind="OLE (doc, msg)")


def _zipped(path: Path, file: str) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise InputError("truncated", file=file) from error
    unpacked = sum(part.file_size for part in parts)
    bomb = any(p.file_size > _SUSPECT and p.file_size > _RATIO * max(p.compress_size, 1) for p in parts)
    if bomb or unpacked > _UNPACKED or len(parts) > _PARTS:
        raise InputError("zip-bomb", file=file, size=f"{unpacked >> 20} MiB")
    names = {part.filename for part in parts}
    # LibreOffice packs a whole locked document into one part of its own.
    if any(part.flag_bits & 0x1 for part in parts) or "encrypted-package" in names:
        raise InputError("encrypted", file=file)
    if any(name.startswith("xl/") for name in names):
        return Container.XLSB if "xl/workbook.bin" in names else Container.XLSX
    if "content.xml" in names:
        return Container.ODS
    raise InputError("foreign-file", file=file, kind="docx" if "word/document.xml" in names else "ZIP")
