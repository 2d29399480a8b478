"""Findings rendered: place, words, masks and counts in every format."""

from __future__ import annotations

import csv
import io
import json
import string
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest

from kalteng_data import catalogue, report, schemas
from kalteng_data.model import Column, Kind, Severity, Source, Table, Tally
from kalteng_data.report.mask import MaskKind


def _table(index: int, file: str, sheet: str = "Data") -> Table:
    columns = (
        Column(0, "NO", None), Column(1, "N I K", "nik"), Column(2, "Nama", "nama"),
        Column(3, "Lahir", "ttl"),
        Column(27, "RT/RW", "rt_rw"),
    )  # fmt: skip
    return Table(index, Source(Path(file), file), sheet, Kind.PENDUDUK, 4, columns, 10)


TABLES = (_table(0, "a.xlsx"), _table(1, "b.csv", ""), _table(2, "c.xlsx"))
TALLIES = {0: Tally(10, 9, 1), 1: Tally(5, 5, 0), 2: Tally(7, 7, 0)}


def _finding(code: str, table: int, row: int, field: str | None, *texts: str | None) -> dict[str, Any]:
    value, detail = (*texts, None, None)[:2]
    severity = str(catalogue.rules()[code].severity)
    return {
        "code": code, "severity": severity, "table": table, "row": row, "field": field, "value": value,
        "detail": detail,
    }  # fmt: skip


FINDINGS = pl.DataFrame(
    [
        _finding("KT103", 0, 17, "nik", "620301170880001", "15"),
        _finding("KT301", 0, 18, "nik", "6203011708800001", "1980-08-18"),
        _finding("KT131", 1, 3, "tanggal_lahir", "32-13-1980"),
        _finding("KT150", 0, 19, "rt", "=TIMUR"),
        _finding("KT061", 2, 0, "no_such"),
        _finding("KT065", 0, 0, "nik", None, "100"),
        _finding("KT403", 0, 20, None, "BUDI SANTOSO", "12"),
    ],
    schema=schemas.FINDINGS,
)


def checked(findings: pl.DataFrame, lang: str = "id") -> report.Checked:
    return report.checked(findings, TABLES, TALLIES, pl.DataFrame(), lang)


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_a_finding_stands_at_its_cell(lang: str) -> None:
    frame = report.located(FINDINGS, TABLES, lang)
    assert frame["cell"].to_list() == ["B17", "B18", "D3", "AB19", None, "B4", None]
    assert frame["row"].to_list() == [17, 18, 3, 19, None, 4, 20]
    assert frame["column"].to_list() == ["N I K", "N I K", "Lahir", "RT/RW", None, "N I K", None]
    assert frame["file"].to_list()[:3] == ["a.xlsx", "a.xlsx", "b.csv"]


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_values_details_and_messages_are_masked(lang: str) -> None:
    frame = report.located(FINDINGS, TABLES, lang)
    text = report.as_jsonl(frame) + report.plain(report.full(checked(FINDINGS, lang))) + report.concise(frame)
    for secret in ("620301170880001", "6203011708800001", "08-18", "SANTOSO", "32-13"):
        assert secret not in text
    assert "6203*********01" in text
    assert "**-**-1980" in text
    open_text = report.as_jsonl(report.located(FINDINGS, TABLES, lang, unmask=True))
    assert "6203011708800001" in open_text


def test_json_keeps_the_contract() -> None:
    got = json.loads(report.as_json(report.located(FINDINGS, TABLES, "en"), TABLES, TALLIES))
    assert [f["file"] for f in got["files"]] == ["a.xlsx", "b.csv", "c.xlsx"]
    assert all(f["rows"] == f["accepted"] + f["quarantined"] for f in got["files"])
    first = got["files"][0]["findings"][0]
    assert list(first) == [
        "code", "severity", "file", "sheet", "cell", "row", "column", "field", "value", "message", "fix",
    ]  # fmt: skip
    assert (first["code"], first["cell"], first["row"]) == ("KT103", "B17", 17)
    assert [len(f["findings"]) for f in got["files"]] == [5, 1, 1]
    assert got["totals"]["rows"] == 22
    assert got["totals"]["findings"] == 7
    assert got["totals"]["errors"] == FINDINGS.filter(pl.col("severity") == "error").height


def test_json_without_findings_is_whole() -> None:
    empty = report.located(schemas.no_findings(), TABLES, "id")
    got = json.loads(report.as_json(empty, TABLES, TALLIES))
    assert [f["findings"] for f in got["files"]] == [[], [], []]
    assert report.concise(empty) == ""
    assert report.plain(report.full(checked(schemas.no_findings()))) == ""


def test_a_value_with_new_lines_and_control_signs_stays_one_line() -> None:
    nasty = pl.DataFrame([_finding("KT201", 0, 5, "agama", 'A\n\x1b[31mB"\u2028C')], schema=schemas.FINDINGS)
    frame = report.located(nasty, TABLES, "id")
    assert len(report.concise(frame).splitlines()) == 1
    assert "\x1b" not in report.concise(frame)
    assert json.loads(report.as_json(frame, TABLES, TALLIES))["files"][0]["findings"][0]["code"] == "KT201"


def test_csv_cells_that_would_be_formulas_are_neutral() -> None:
    lines = list(csv.DictReader(io.StringIO(report.as_csv(report.located(FINDINGS, TABLES, "id")))))
    assert len(lines) == FINDINGS.height
    assert lines[3]["value"] == "'=TIMUR"
    assert not [v for line in lines for v in line.values() if v[:1] in {"=", "+", "-", "@"}]


def test_concise_is_a_line_a_finding() -> None:
    lines = report.concise(report.located(FINDINGS, TABLES, "en")).splitlines()
    assert lines[0].startswith("a.xlsx:Data!B17: KT103 error: NIK 6203*********01")
    assert lines[2].startswith("b.csv:D3: KT131 error: ")
    assert lines[4].startswith("c.xlsx:Data!-: KT061 warning: ")


def test_full_lists_a_repeated_fault_once_and_counts_the_rest() -> None:
    many = pl.DataFrame([_finding("KT101", 0, row, "nik") for row in range(5, 1300)], schema=schemas.FINDINGS)
    text = report.plain(report.full(checked(many)))
    assert "(1.295)" in text
    assert "... dan 1.290 lagi" in text
    assert text.count("Perbaikan:") == 1


def test_the_summary_counts_and_names_the_next_command() -> None:
    text = report.plain(report.summary(report.located(FINDINGS, TABLES, "id"), TABLES, "id"))
    assert "7 masalah (2 galat, 5 peringatan) dalam 3 dari 3 berkas" in text
    assert "kalteng rules KT" in text
    none = report.plain(report.summary(report.located(schemas.no_findings(), TABLES, "en"), TABLES, "en"))
    assert none == "No findings in 3 files.\n"


@pytest.mark.parametrize(
    ("errors", "warnings", "files", "lang", "said"),
    [
        (390, 22, 14, "id", "412 masalah (390 galat, 22 peringatan) dalam 3 dari 14 berkas"),
        (390, 22, 14, "en", "412 problems (390 errors, 22 warnings) in 3 of 14 files"),
        (1400, 1, 3, "en", "1,401 problems (1,400 errors, 1 warning) in 3 of 3 files"),
        (1, 0, 1, "en", "1 problem (1 error) in 1 of 1 file"),
        (1, 0, 1, "id", "1 masalah (1 galat) dalam 1 dari 1 berkas"),
    ],
)
def test_the_summary_words_its_totals_and_names_the_three_most_frequent(
    errors: int, warnings: int, files: int, lang: str, said: str
) -> None:
    tables = [replace(TABLES[0], index=i, source=Source(Path(f"{i}.csv"), f"{i}.csv")) for i in range(files)]
    codes = ["KT103", "KT104", "KT105", "KT131"]
    rows = [(codes[i % 4] if i % 10 else codes[0], "error") for i in range(errors)]
    rows += [("KT301", "warning")] * warnings
    made = [
        {**_finding(code, at % min(files, 3), 5 + at, "nik"), "severity": severity}
        for at, (code, severity) in enumerate(rows)
    ]
    frame = report.located(pl.DataFrame(made, schema=schemas.FINDINGS), tables, lang)
    lines = report.plain(report.summary(frame, tables, lang)).splitlines()
    assert lines[0] == said
    often = frame.group_by("code").len().sort(["len", "code"], descending=[True, False]).head(3)
    assert [line.split()[0] for line in lines[2:-1]] == often["code"].to_list()
    assert lines[-1].endswith(f"kalteng rules {often['code'][0]}")


def test_counts_decide_the_exit_code() -> None:
    assert report.count_at(FINDINGS, Severity.ERROR) == 2
    assert report.count_at(FINDINGS, Severity.WARNING) == 7
    assert report.worst(FINDINGS) is Severity.ERROR
    assert report.worst(schemas.no_findings()) is None


def _blanks(template: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(template) if name is not None})


@pytest.mark.parametrize("code", catalogue.rules())
def test_a_rule_says_the_same_in_both_languages(code: str) -> None:
    rule = catalogue.rules()[code]
    for texts in (rule.title, rule.message, rule.fix, rule.why):
        assert set(texts) == set(catalogue.LANGUAGES)
        assert all(text.strip() for text in texts.values())
    for template in (rule.message, rule.fix):
        assert _blanks(template["id"]) == _blanks(template["en"])
        assert set(_blanks(template["id"])) <= {"value", "detail", "field"}
    assert "{" not in "".join((*rule.title.values(), *rule.why.values()))
    assert rule.detail_kind in get_args(MaskKind)
    assert rule.quarantines is False or rule.severity is Severity.ERROR
