"""What whole text files are counted for: every quote, line and separator, and which separators are text."""

from __future__ import annotations

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalteng_data.load import totals
from kalteng_data.load.totals import count

CELLS = st.lists(st.lists(st.text('ab ,;"', max_size=4), min_size=2, max_size=4), min_size=1, max_size=8)


@given(CELLS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_separators_within_the_cells_of_a_written_csv_are_counted(
    rows: list[list[str]], end: str, quoting: Literal[0, 1]
) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end, quoting=quoting).writerows(rows)
    data = stream.getvalue().encode()
    found = count(data, ",")
    assert found.inside == sum(cell.count(",") for row in rows for cell in row)
    assert found.separators == data.count(b",")
    assert (found.quotes, found.lines) == (data.count(b'"'), len(rows))


@pytest.mark.parametrize(
    "text",
    ['a,b "c" d\n', 'a,"b"c\n', ' "a",b\n', 'a,"b\nc",d\n', 'a,"b\n', 'a,"b" \n'],
    ids=["letters", "after", "before", "break", "open", "blank"],
)
def test_quotes_that_are_not_plain_leave_it_to_the_cells(text: str) -> None:
    assert count(text.encode(), ",").inside is None


@pytest.mark.parametrize("text", ['"a","b"', '\ufeff"a,",b\n', '"a,"\r\n"b"\r\n', '"",""""\n'])
def test_quotes_about_whole_cells_are_plain(text: str) -> None:
    assert count(text.encode(), ",").inside == text.count(',"\r') + text.count(',",')


def test_the_size_of_the_blocks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'nik,nama\n"62,01","A, ""B"""\n' * 40
    whole = count(data, ",")
    monkeypatch.setattr(totals, "_BLOCK", 64)
    assert count(data, ",") == whole
    assert whole.inside == 80


def test_a_line_longer_than_a_block_is_counted_and_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals, "_BLOCK", 16)
    found = count(b"a," * 60 + b'"b"\n', ",")
    assert (found.separators, found.quotes, found.lines, found.inside) == (60, 2, 1, None)
