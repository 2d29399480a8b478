"""What the files made to harm are made of: a list of people, packed, as a workbook, altered in a part."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter
from benchmarks.fuzz.seeds import people

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20
LIST = (
    "\n".join(";".join(str(cell).replace("\n", " ") for cell in line) for line in people()).encode() + b"\n"
)


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def book(rows: list[list[Any]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("Data")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return held.getvalue()


def altered(part: str, change: Callable[[bytes], bytes]) -> bytes:
    sound = io.BytesIO(book(people()))
    with zipfile.ZipFile(sound) as archive:
        return packed(
            *(
                (n, change(archive.read(n)) if n.endswith(part) else archive.read(n))
                for n in archive.namelist()
            )
        )
