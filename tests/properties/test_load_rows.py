"""Whatever stands around them, people are read once, at their true rows, and every line is accounted for."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalteng_data.errors import InputError
from kalteng_data.load import read_tables
from kalteng_data.model import Source

HEADER = ["No", "NIK", "Nama", "Jenis Kelamin", "Alamat"]
JUNK = [
    [], ["", "", "", "", ""], ["JUMLAH", "", "12"], HEADER,
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["Halaman 2"], ["", "", "Mengetahui"], ["", "", "NIP. 19700101 199001 1 001"], ["Catatan: lampiran"],
    ["Kasongan, 2 Mei 2026"], ["TOTAL"],
]  # fmt: skip

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ '.,;\""
# At most one break a cell: what looks like a whole record on a line of its own is a broken quote's doing.
cell = st.lists(st.text(LETTERS, min_size=3, max_size=12), min_size=1, max_size=2).map("\n".join)
person = st.tuples(
    st.integers(1, 9999),
    st.integers(6_200_000_000_000_000, 6_299_999_999_999_999),
    cell,
    st.sampled_from(["L", "P", ""]),
    cell,
)
line = st.one_of(person.map(lambda p: [str(v) for v in p]), st.sampled_from(JUNK))


@settings(max_examples=30, deadline=None)
@given(st.lists(line, min_size=1, max_size=25), st.sampled_from(";,|\t"), st.sampled_from(["\n", "\r\n"]))
def test_people_are_read_once_and_every_line_is_counted(
    lines: list[list[str]], separator: str, ends: str
) -> None:
    table = [["DAFTAR PENDUDUK"], HEADER, *lines]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends).writerows(table)
    expected = [(i, row[1]) for i, row in enumerate(table, 1) if len(row) == 5 and len(row[1]) == 16]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(text.getvalue().encode())
        if not expected:
            with pytest.raises(InputError, match="no-rows"):
                read_tables([Source(path, "a.csv")])
            return
        loaded = read_tables([Source(path, "a.csv")])
    assert loaded.persons.select("row", "nik").rows() == expected
    counted = [row for skipped in loaded.tables[0].skipped for row in skipped.rows]
    assert sorted([*counted, *(row for row, _ in expected)]) == list(range(1, len(table) + 1))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(b"NIK;Nama;Alamat\n6203011708800001;BUDI;X\n" + content)
        try:
            loaded = read_tables([Source(path, "a.csv")])
        except InputError:
            return
        assert loaded.persons["rid"].to_list() == list(range(loaded.persons.height))
