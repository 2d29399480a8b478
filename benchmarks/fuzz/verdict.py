"""What came of one input: read, refused with a named error, or a failure of ours."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from kalteng_data.load.sheetxml import DAMAGED

if TYPE_CHECKING:
    from pathlib import Path

READ = "read"
REFUSED = "refused"
_XML_FORMS = frozenset({"junit"})
_CSV_FORMS = frozenset({"csv", "clean"})
_JSON_FORMS = frozenset({"json", "sarif"})
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What commands a terminal or turns the order of its letters round; a line end and a tab may stand."""
_MARKUP = "<script>alert"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the command line.

    ``code`` is the exit code, ``refusal`` the error's code in the catalogue, ``foreign`` what reached the
    descriptors 1 and 2 beside the streams of Python: words of libraries.
    """

    form: str
    code: int
    out: str
    err: str
    refusal: str
    foreign: str
    output: Path | None = None
    source: Path | None = None


def verdict(ran: Ran) -> str:
    """``read``, ``refused:CODE``, or the name of a failure with what tells it."""
    if ran.foreign:
        return f"noise: {' '.join(ran.foreign.split())[:150]}"
    unseen = _UNSEEN.search(ran.out.replace("\r\n", "\n") + ran.err)
    if unseen:
        return f"unescaped: U+{ord(unseen[0]):04X} in {ran.form}"
    if ran.code == 2:
        return _refused(ran)
    if ran.code not in {0, 1}:
        return f"exit code: {ran.code}"
    return _read(ran)


def _refused(ran: Ran) -> str:
    if ran.out:
        return "refusal: words on stdout"
    if len(ran.err.splitlines()) != 2:
        return f"refusal: {len(ran.err.splitlines())} lines on stderr"
    if ran.refusal == "no-memory":
        return "memory: the limit was reached"
    return f"{REFUSED}:{ran.refusal}"


def _read(ran: Ran) -> str:
    """Whether what was written can be read by those it is written for, and commands none of them."""
    try:
        if ran.form in _JSON_FORMS:
            json.loads(ran.out)
        elif ran.form == "jsonl":
            for line in ran.out.splitlines():
                json.loads(line)
        elif ran.form in _XML_FORMS:
            expat.ParserCreate().Parse(ran.out.encode(), True)
        elif ran.form in _CSV_FORMS:
            return _plain_cells(ran)
        elif ran.form == "html" and _MARKUP in ran.out:
            return "unescaped: markup of a cell in html"
        elif ran.output is not None and ran.output.is_file():
            return _sound_copy(ran.output, ran.source)
    except (ValueError, expat.ExpatError, zipfile.BadZipFile, csv.Error) as error:
        return f"output: {ran.form} cannot be read ({type(error).__name__}: {error})"
    return READ


def _plain_cells(ran: Ran) -> str:
    for line in csv.reader(io.StringIO(ran.out)):
        if any(cell.startswith(("=", "+", "@", "-")) and cell.strip("-") for cell in line):
            return "unescaped: a formula in csv"
    return READ


def _sound_copy(output: Path, source: Path | None) -> str:
    """Whether the parts of a marked copy are XML; what was none in the sender's file may stay as it is."""
    broken = _broken_parts(output)
    if not broken:
        return READ
    before = _broken_parts(source) if source is not None and zipfile.is_zipfile(source) else {}
    ours = {part: why for part, why in broken.items() if part not in before}
    return f"output: {ours} in the marked copy" if ours else READ


def _broken_parts(book: Path) -> dict[str, str]:
    found = {}
    with zipfile.ZipFile(book) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels", ".vml")):
                try:
                    expat.ParserCreate().Parse(archive.read(part), True)
                except (expat.ExpatError, LookupError, *DAMAGED) as error:
                    found[part] = str(error)
    return found
