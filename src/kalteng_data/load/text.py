"""Text files (CSV, TSV, TXT) as a grid: encoding, line ends, separator and quoting found out."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.apostrophes import quoted_with_apostrophes, swapped, with_marks_back
from kalteng_data.load.grid import Grid
from kalteng_data.load.quoting import MOST_CELLS, MOST_COLUMNS, parse_lines
from kalteng_data.load.synonyms import is_known
from kalteng_data.load.totals import Totals, count
from kalteng_data.load.uneven import refuse_hopeless

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 1 << 20
"""Bytes looked at before anything is parsed."""
_LONGEST = 20 << 20
"""Bytes of a line: a record of every column of a spreadsheet with a kilobyte in each is no longer."""
_SEPARATORS = ";,|\t^"
_NO_SEPARATOR = "\x1f"
_HEADER_WITHIN = 60
"""Records among which the header is sought for the sake of the separator."""
_HEADER_CELLS = 5
"""A record with so many known headers, half of its cells at least, is the header: no other one is sought."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written: ``width`` is the most fields of a record among the first ones."""

    separator: str
    width: int


def read_text(path: Path, file: str, separator: str | None = None) -> Grid:
    """A text file as a grid whose row k is its k-th record, blank lines counted.

    A line break inside quotes does not start a row, as in a spreadsheet. A leading ``sep=;`` line is obeyed
    and not counted, as Excel does; else ``separator`` holds where it is known.

    Raises:
        InputError: ``endless-line``, ``too-wide``, ``unreadable-encoding``, ``uneven-text``.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    source: Path | bytes = path
    encoding = sniff_encoding(head)
    if encoding is None:
        source = _recode(path.read_bytes(), file)
    elif encoding.startswith("utf-16"):
        source = _decode(path.read_bytes(), encoding, file).encode()
    elif b"\r" in head and b"\n" not in head:
        source = path.read_bytes()
    if isinstance(source, bytes):
        source = source.removeprefix(codecs.BOM_UTF8)
        if b"\n" not in source[:HEAD]:
            source = source.replace(b"\r", b"\n")
        head = source[:HEAD]
    if b"\n" not in head and len(head) == HEAD:
        raise InputError("endless-line", file=file, mib=HEAD >> 20)
    if quoted_with_apostrophes(head):
        data = source if isinstance(source, bytes) else path.read_bytes()
        return with_marks_back(_parse(swapped(data), swapped(head), file, separator))
    try:
        return _parse(source, head, file, separator)
    except pl.exceptions.ComputeError as error:
        # The head was sound UTF-8 and a later byte is not: decoded here once, then parsed again.
        if isinstance(source, bytes) or "utf-8" not in str(error):
            raise
        recoded = _recode(path.read_bytes(), file)
        return _parse(recoded, recoded[:HEAD], file, separator)


def sniff_encoding(head: bytes) -> str | None:
    """``utf-8``, ``utf-8-sig`` or a UTF-16 by mark or by its zero bytes; ``None`` for an 8-bit code page."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > 0.4 * pairs and head[0::2].count(0) < 0.05 * pairs + 1:
        return "utf-16-le"
    if pairs and head[0::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.05 * pairs + 1:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _decode(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("unreadable-encoding", file=file) from error


def _recode(data: bytes, file: str) -> bytes:
    """Bytes of an 8-bit code page, or of UTF-8 with stray bytes in it, as UTF-8."""
    high = sum(len(part) for part in (data.translate(None, bytes(range(128))),))
    sound = len(data.decode("utf-8", errors="ignore").encode()) - (len(data) - high)
    if sound > high / 2:
        return data.decode("utf-8", errors="kalteng-cp1252").encode()
    for encoding in ("cp1252", _guess(data[:HEAD]), "latin-1"):
        if encoding is None:
            continue
        try:
            return data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise InputError("unreadable-encoding", file=file)


def _guess(head: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    return None if best is None else best.encoding


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as cp1252: what one pasted cell brings into a sound file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("kalteng-cp1252", _stray)


def sniff_dialect(head: bytes) -> Dialect:
    """The separator that divides the first records best, and the most fields one of them has.

    The one that lays open most known headers in one record wins; among equals, the most even division.
    """
    text = head.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if len(head) == HEAD:
        text = text[: text.rfind("\n") + 1]
    best, best_score = Dialect(_NO_SEPARATOR, 1), (0, 0.0)
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        widths, headers = _widths(text, separator)
        several = {w: n for w, n in widths.items() if w > 1}
        if not several:
            continue
        common, times = max(several.items(), key=lambda item: (item[1] * item[0] ** 0.5, item[0]))
        score = (headers if headers > 1 else 0, times / widths.total() * common**0.5)
        if score > best_score:
            best, best_score = Dialect(separator, max(several)), score
    return best


def _widths(text: str, separator: str) -> tuple[Counter[int], int]:
    """How many records have how many fields, blank lines left out; the most known headers in one of them."""
    widths: Counter[int] = Counter()
    headers = 0
    found = False
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for record in reader:
            if record and any(record):
                widths[len(record)] += 1
                if len(record) > 1 and not found and widths.total() <= _HEADER_WITHIN:
                    known = sum(1 for cell in record if is_known(cell))
                    headers = max(headers, known)
                    found = known >= _HEADER_CELLS and known * 2 >= len(record)
            if widths.total() >= 2_000:
                break
    except csv.Error:
        # A field longer than the module allows: an unclosed quote. Lines tell the widths then.
        widths = Counter(line.count(separator) + 1 for line in text.splitlines() if line.strip())
    return widths, headers


def _parse(source: Path | bytes, head: bytes, file: str, told: str | None = None) -> Grid:
    first = head.removeprefix(codecs.BOM_UTF8).split(b"\n", 1)[0].strip().lower()
    declared = first[4:5].decode() if first.startswith(b"sep=") and len(first) == 5 else None
    said = declared or told
    if said is None:
        dialect = sniff_dialect(head)
    else:
        body = head if declared is None else head.split(b"\n", 1)[-1]
        dialect = Dialect(said, max(_widths(body.decode("utf-8", errors="replace"), said)[0], default=1))
    skip = 0 if declared is None else 1
    totals = count(source, dialect.separator)
    if dialect.width > MOST_COLUMNS:
        raise InputError("too-wide", file=file, n=dialect.width)
    if totals.longest > _LONGEST:
        raise InputError("endless-line", file=file, mib=_LONGEST >> 20)
    if _may_be_even(totals, dialect, skip):
        frame = _read(source, dialect, quoted=totals.quotes > 0, skip=skip)
        if frame is not None and _is_even(frame, dialect, totals, skip):
            return Grid("", frame.drop(frame.columns[-1]), separator=dialect.separator)
    refuse_hopeless(source, head, totals, dialect.separator, dialect.width, file)
    data = source if isinstance(source, bytes) else source.read_bytes().removeprefix(codecs.BOM_UTF8)
    frame, widths, unclosed = parse_lines(data, dialect.separator, skip)
    return Grid("", frame, widths, unclosed, separator=dialect.separator)


def _read(source: Path | bytes, dialect: Dialect, *, quoted: bool, skip: int) -> pl.DataFrame | None:
    """Frame with one column more than the widest record seen, or ``None`` when polars refuses the quoting."""
    names = [str(i) for i in range(dialect.width + 1)]
    try:
        columns = pl.read_csv(
            source,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=dialect.separator,
            quote_char='"' if quoted else None,
            skip_lines=skip,
            missing_columns="insert",
            extra_columns="ignore",
            glob=False,
            raise_if_empty=False,
        ).get_columns()
    except pl.exceptions.ComputeError as error:
        if "utf-8" in str(error):
            raise
        return None
    # In one piece, for in many each filter and each pair of columns costs several times as much; and column
    # by column, so that the memory of one serves the next.
    for at in range(len(columns)):
        columns[at] = columns[at].rechunk()
    return pl.DataFrame(columns)


def _may_be_even(totals: Totals, dialect: Dialect, skip: int) -> bool:
    """Whether it is worth parsing the file as a whole: what is counted may be records of one width."""
    if totals.quotes % 2 or totals.lines * dialect.width > MOST_CELLS:
        return False
    if totals.inside is None:
        return True
    records = totals.lines - skip
    return totals.separators == records * (dialect.width - 1) + totals.inside + skip


def _is_even(frame: pl.DataFrame, dialect: Dialect, totals: Totals, skip: int) -> bool:
    """Whether every line and separator of the file is accounted for by records of one width.

    Lines = records + breaks inside cells and separators = records x (width - 1) + those inside cells, and
    nothing stands in the column beyond. Otherwise a record is ragged or a stray quote swallowed lines.
    """
    if frame.get_column(frame.columns[-1]).null_count() < frame.height:
        return False
    inside, breaks = totals.inside, 0
    if inside is None:
        every = pl.all()
        inside = frame.select(
            pl.sum_horizontal(every.str.count_matches(dialect.separator, literal=True).sum())
        ).item()
        breaks = frame.select(pl.sum_horizontal(every.str.count_matches("\n", literal=True).sum())).item()
        swallowed = frame.select(
            pl.any_horizontal(
                (
                    every.str.contains("\n", literal=True)
                    & every.str.contains(dialect.separator, literal=True)
                ).any()
            )
        ).item()
        if swallowed and inside > breaks:
            return False
    records = frame.height
    return (
        totals.lines == records + breaks + skip
        and totals.separators == records * (dialect.width - 1) + inside + skip
    )
