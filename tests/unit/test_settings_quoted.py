from __future__ import annotations

import tomllib

import pytest

from kalteng_data.settings.quoted import quoted


@pytest.mark.parametrize(
    "text",
    [
        "Nama",
        'kata "dalam" \\ tanda',
        "baris\nbaru\ttab",
        "del \x7f c1 \x84 nbsp \xa0 zwj \u200d tag \U000e0001 \u2028",
        "Tempat / Tanggal Lahir é ✓",
        "",
    ],
)
def test_a_quoted_text_is_read_back_as_it_was_and_shows_nothing_that_a_terminal_obeys(text: str) -> None:
    written = quoted(text)
    assert tomllib.loads(f"a = {written}\n{written} = 1") == {"a": text, text: 1}
    assert written.isprintable()
