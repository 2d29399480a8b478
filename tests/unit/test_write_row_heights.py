"""A list's rows are as high as their longest sentence needs; LibreOffice does not find that out by itself."""

from __future__ import annotations

import re

import polars as pl

from kalteng_data.write.ooxml.sheets import Layout, Listing, listing_xml


def heights(texts: list[str | None], *, width: int) -> list[str | None]:
    listing = Listing((), pl.DataFrame({"text": texts}, schema={"text": pl.String}), layout=Layout((width,)))
    xml = listing_xml(listing, lambda _: 0)
    return [found or None for found in re.findall(r'<row r="\d+"(?: ht="(\d+)")?', xml)]


def test_a_sentence_over_two_lines_gets_two() -> None:
    assert heights(["short", "x" * 60, None], width=40) == [None, "30", None]


def test_a_narrow_column_of_words_leaves_the_height_alone() -> None:
    assert heights(["x" * 60], width=12) == [None]


def test_no_row_is_higher_than_a_workbook_takes() -> None:
    assert heights(["x" * 30_000], width=40) == ["400"]
