"""Nasty spreadsheets of people, made by code: read row for row as a careful person reads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from tests.golden.corpus.between import BETWEEN
from tests.golden.corpus.cells import CELLS
from tests.golden.corpus.combinations import COMBINATIONS
from tests.golden.corpus.exports import EXPORTS
from tests.golden.corpus.forms import FORMS
from tests.golden.corpus.frames import FRAMES
from tests.golden.corpus.habits import HABITS
from tests.golden.corpus.hard import HARD
from tests.golden.corpus.headings import HEADINGS
from tests.golden.corpus.layouts import LAYOUTS
from tests.golden.corpus.mixtures import MIXTURES
from tests.golden.corpus.spread import SPREAD
from tests.golden.corpus.texts import TEXTS
from tests.golden.corpus.values import VALUES
from tests.golden.corpus.wholes import WHOLES

from kalteng_data.catalogue import error_text
from kalteng_data.errors import InputError
from kalteng_data.model import Source
from kalteng_data.pipeline.intake import Intake, take_in
from kalteng_data.progress import Silent
from kalteng_data.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.golden.corpus.making import Entry

CORPUS = (
    *FRAMES, *TEXTS, *VALUES, *LAYOUTS, *COMBINATIONS, *HARD, *HABITS, *FORMS, *CELLS, *EXPORTS, *SPREAD,
    *HEADINGS, *WHOLES, *MIXTURES, *BETWEEN,
)  # fmt: skip
READ = [pytest.param(entry, id=entry.name) for entry in CORPUS if entry.refused is None]
CLEAN = [pytest.param(entry, id=entry.name) for entry in CORPUS if entry.refused is None and entry.clean]
REFUSED = [pytest.param(entry, id=entry.name) for entry in CORPUS if entry.refused is not None]


def taken_in(entries: Sequence[Entry], folder: Path) -> Intake:
    """All files in one call, as an office hands them over."""
    paths = [folder / f"{entry.name}.{entry.file.rpartition('.')[2]}" for entry in entries]
    for entry, path in zip(entries, paths, strict=True):
        entry.make(path)
    sources = [Source(path, path.name, name=path.stem) for path in paths]
    return take_in(sources, Settings(), today=dt.date(2026, 11, 24), progress=Silent())


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    return taken_in([e for e in CORPUS if e.refused is None], tmp_path_factory.mktemp("corpus"))


def part(entry: Entry, together: Intake) -> Intake:
    """What was read in the file of ``entry``."""
    tables = tuple(table for table in together.tables if table.source.name == entry.name)
    own = pl.col("table").is_in([table.index for table in tables])
    return replace(
        together,
        tables=tables,
        passed_over=tuple(p for p in together.passed_over if p.source.name == entry.name),
        people=together.people.filter(own),
        villages=together.villages.filter(own),
        findings=together.findings.filter(own),
    )


@pytest.mark.parametrize("entry", READ)
def test_the_people_of_a_nasty_file_and_nothing_else_are_read(entry: Entry, together: Intake) -> None:
    found = part(entry, together)
    sheets = {table.index: table.sheet for table in found.tables}
    people = found.people.with_columns(
        sheet=pl.col("table").replace_strict(sheets, return_dtype=pl.String, default=None)
    )
    accepted = people.filter("accepted")
    columns = [accepted[name] for name in ("sheet", "row", "nama", "nik")]
    read = {(page, row): (name, nik) for page, row, name, nik in zip(*columns, strict=True)}
    assert read == entry.rows
    out = people.filter(~pl.col("accepted"))
    assert set(zip(out["sheet"], out["row"], strict=True)) == entry.kept_out
    assert people.height == len(entry.rows) + len(entry.kept_out)
    assert found.villages.is_empty()
    told = (found.findings["code"], found.findings["row"], found.findings["field"])
    for code, row, name in entry.findings:
        assert any(
            code == c and row in {None, r} and name in {None, f} for c, r, f in zip(*told, strict=True)
        ), f"{code} at row {row}, {name}"


@pytest.mark.parametrize("entry", READ)
def test_what_a_nasty_file_says_of_its_rows_is_read_and_what_is_left_out_is_said(
    entry: Entry, together: Intake
) -> None:
    found = part(entry, together)
    accepted = found.people.filter("accepted")
    for row, fields in entry.values.items():
        assert accepted.filter(pl.col("row") == row).select(*fields).rows() == [tuple(fields.values())], row
    for name, value in entry.every.items():
        assert accepted[name].to_list() == [value] * accepted.height, name
    skipped = {s.reason: s.rows for table in found.tables for s in table.skipped}
    assert {reason: skipped.get(reason) for reason in entry.skipped} == dict(entry.skipped)
    assert {(p.sheet, p.reason) for p in found.passed_over} == entry.passed
    notes = {note for table in found.tables for note in table.notes}
    assert notes.issuperset(entry.notes)


@pytest.mark.parametrize("entry", CLEAN)
def test_a_nasty_file_of_sound_values_gives_no_error(entry: Entry, together: Intake) -> None:
    findings = part(entry, together).findings.filter(pl.col("severity") == "error")
    assert findings.select("code", "row", "field").rows() == []


@pytest.mark.parametrize("entry", REFUSED)
def test_a_file_that_tells_too_little_is_refused_with_what_to_do(entry: Entry, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        taken_in([entry], tmp_path)
    assert caught.value.code == entry.refused
    told = " ".join(error_text(caught.value, "id"))
    assert [words for words in entry.says if words not in told] == []


def test_the_corpus_is_as_large_as_promised_and_names_each_file_once() -> None:
    assert len(CORPUS) >= 40
    assert len({entry.name for entry in CORPUS}) == len(CORPUS)
