"""Large texts that are not even: refused where a quote is left open or nothing is a record, else read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kalteng_data.errors import InputError
from kalteng_data.load import text, uneven
from kalteng_data.load.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = b"nik;nama;alamat\n"
LINE = b"6206031708800001;BUDI;JL MAWAR\n"
STRAY = b'6206031708800001;"BUDI;JL MAWAR\n'
LETTER = b'6206031708800001;BUDI;PIPA 5" KIRI\n'
BROKEN = b'6206031708800001;"BUDI\nSANTOSO";JL MAWAR\n'


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], int]:
    """Read a text of some kilobytes as if it were large."""
    monkeypatch.setattr(uneven, "_LARGE", 20_000)
    monkeypatch.setattr(uneven, "_BLOCK", 7_000)

    def call(content: bytes) -> int:
        path = tmp_path / "warga.csv"
        path.write_bytes(content)
        return read_text(path, "warga.csv").frame.height

    return call


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("body", "line"),
    [
        (STRAY + LINE * 3000, 2),
        (LINE * 3000 + STRAY, 3002),
        (LINE * 3000 + STRAY.rstrip(b"\n"), 3002),
        (LINE * 700 + BROKEN + LINE * 600 + STRAY + LINE * 3000, 1304),
        (STRAY * 3000, 2),
        (LINE * 4 + b'"x;"x;\n' * 5000, 6),
        (LINE * 40 + b'"x""x"\n' * 9000, 42),
        (LINE * 5 + b"tanpa kolom\n" * 9000, 7),
        (STRAY + b"x" * 300 + b"\n" + b"x" * 30_000, 2),
    ],
)
def test_a_large_text_is_refused_at_the_line_where_it_stops_being_a_list(
    body: bytes, line: int, mark: bytes, read: Callable[[bytes], int]
) -> None:
    with pytest.raises(InputError) as refused:
        read(mark + HEADER + body)
    assert (refused.value.code, refused.value.details["line"]) == ("uneven-text", line)


@pytest.mark.parametrize(
    ("body", "records"),
    [
        (LINE * 3000, 3001),
        (LETTER + LINE * 3000, 3002),
        (BROKEN * 3000, 3001),
        (LINE * 3000 + LINE.rstrip() + b";;\n", 3002),
        (LINE * 3000 + b'x;"PIPA 5"" KIRI";\n', 3002),
        (b"Catatan\n" * 20 + LINE * 3000, 3021),
    ],
)
def test_a_large_list_is_read_with_letters_that_are_quotes_and_ragged_records(
    body: bytes, records: int, read: Callable[[bytes], int]
) -> None:
    assert read(HEADER + body) == records


def test_a_list_of_a_kabupaten_is_read_with_a_quote_left_open(tmp_path: Path) -> None:
    path = tmp_path / "warga.csv"
    path.write_bytes(HEADER + STRAY + LINE * 3000)
    grid = read_text(path, "warga.csv")
    assert grid.frame.height == 3002
    assert grid.unclosed is not None
    assert grid.unclosed.arg_true().to_list() == [1]


def test_lines_that_are_nothing_are_counted_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uneven, "_MOST_LINES", 5000)
    path = tmp_path / "warga.csv"
    path.write_bytes(HEADER + b"x\n" * 5001)
    with pytest.raises(InputError, match="uneven-text"):
        read_text(path, "warga.csv")


def test_a_line_ends_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_LONGEST", 2 << 20)
    path = tmp_path / "warga.csv"
    path.write_bytes(HEADER + LINE + b"x" * (3 << 20) + b"\n" + LINE)
    with pytest.raises(InputError, match="endless-line"):
        read_text(path, "warga.csv")
    path.write_bytes(HEADER + LINE + b"x" * (1 << 20) + b"\n" + LINE)
    assert read_text(path, "warga.csv").frame.height == 4
