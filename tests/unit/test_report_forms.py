"""Forms of the report beside those for the terminal: a page, SARIF, GitHub, JUnit; what is cut and quiet."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from kalteng_data import catalogue, report, schemas
from kalteng_data.load.own import EARLIER
from kalteng_data.model import Column, Kind, Severity, Source, Table, Tally

DAY = dt.date(2026, 11, 24)
EVIL = "<script>alert(1)</script>"


def _table(index: int, file: str, sheet: str) -> Table:
    columns = (Column(0, "NO", None), Column(1, "N I K", "nik"), Column(3, f"Lahir {EVIL}", "tanggal_lahir"))
    return Table(index, Source(Path("kiriman") / file, file), sheet, Kind.PENDUDUK, 4, columns, 10)


TABLES = (_table(0, "a, b: 100%.xlsx", f"Data {EVIL}"), _table(1, "b.csv", ""), _table(2, "c.xlsx", "X"))
TALLIES = {0: Tally(10, 9, 1), 1: Tally(5, 5, 0), 2: Tally(7, 7, 0)}
ROWS: list[tuple[Any, ...]] = [
    ("KT103", "error", 0, 17, "nik", "620301170880001", "15"),
    ("KT301", "warning", 0, 18, "nik", "6203011708800001", "1980-08-18"),
    ("KT131", "error", 1, 3, "tanggal_lahir", EVIL, None),
    ("KT403", "note", 0, 20, None, "BUDI SANTOSO", "12"),
    ("KT061", "warning", 1, 0, "no_such", None, None),
]
FINDINGS = pl.DataFrame(ROWS, schema=schemas.FINDINGS, orient="row")
NOTHING = pl.DataFrame()


def checked(
    lang: str = "id", findings: pl.DataFrame = FINDINGS, known: pl.DataFrame = NOTHING
) -> report.Checked:
    return report.checked(findings, TABLES, TALLIES, known, lang)


class _Tags(HTMLParser):
    """The page as a browser sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if not self.open or self.open[-1] not in {"script", "style"} else ""


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_the_page_is_whole_escaped_masked_and_fetches_nothing(lang: str) -> None:
    page = report.as_html(checked(lang), DAY)
    seen = _Tags()
    seen.feed(page)
    assert not seen.open
    assert [tag for tag, _ in seen.seen].count("script") == 1
    assert EVIL not in page
    assert not re.search(r"(?:src|href)=[\"'](?!#)|url\(|@import|https?://", page)
    assert "6203011708800001" not in page
    for secret in ("620301170880001", "SANTOSO", "08-18"):
        assert secret not in seen.text
    for cell in ("B17", "B18", "D3"):
        assert cell in seen.text
    assert f"{TABLES[0].sheet}" in seen.text
    assert '<html lang="' + lang + '"' in page


def test_the_page_tells_when_it_lists_only_some() -> None:
    page = html.unescape(report.as_html(checked("en").listing(2), DAY))
    assert "Showing 2 of 5 findings" in page
    assert "KT103" in page
    assert "KT131" in page
    assert "KT403" not in page
    assert "Showing" not in report.as_html(checked("en"), DAY)


def test_a_page_without_findings_says_so() -> None:
    page = report.as_html(checked("en", schemas.no_findings()), DAY)
    assert "Nothing is wrong" in page


def test_the_gravest_are_listed_in_their_order() -> None:
    assert checked().listing(3).listed["code"].to_list() == ["KT103", "KT301", "KT131"]
    assert checked().listing(3).cut == 2
    assert checked().listing(9).listed.height == 5
    assert checked().listing(9).cut == 0


def test_totals_count_what_is_not_listed() -> None:
    cut = checked().listing(1)
    totals = json.loads(report.as_json(cut.listed, TABLES, TALLIES, found=cut.found, reviewed=2))["totals"]
    assert (totals["findings"], totals["errors"], totals["listed"], totals["reviewed"]) == (5, 2, 1, 2)


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_sarif_holds_what_its_schema_requires(lang: str) -> None:
    got = json.loads(report.as_sarif(checked(lang)))
    assert got["version"] == "2.1.0"
    (run,) = got["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert len(run["results"]) == FINDINGS.height
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert re.fullmatch(r"[\w./%-]+", location["physicalLocation"]["artifactLocation"]["uri"])
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "kiriman/a%2C%20b%3A%20100%25.xlsx"
    assert place["logicalLocations"][0]["fullyQualifiedName"] == f"{TABLES[0].sheet}!B17"
    assert json.loads(report.as_sarif(checked(lang, schemas.no_findings())))["runs"][0]["results"] == []


def test_github_commands_escape_what_ends_a_property() -> None:
    lines = report.as_github(checked("en")).splitlines()
    assert len(lines) == FINDINGS.height
    assert lines[0].startswith("::error file=kiriman/a%2C b%3A 100%25.xlsx,line=17,title=KT103 ")
    assert [line.split(" ")[0] for line in lines] == [
        "::error",
        "::warning",
        "::error",
        "::notice",
        "::warning",
    ]
    assert "line=1," in lines[4]
    assert all(re.fullmatch(r"::\w+ file=[^,:]+,line=\d+,title=[^,:]+::.+", line) for line in lines)


def test_junit_fails_from_the_asked_severity_on() -> None:
    root = ET.fromstring(report.as_junit(checked("en"), Severity.ERROR))  # noqa: S314  what we wrote ourselves
    assert (root.get("tests"), root.get("failures")) == ("8", "2")
    assert len(root.findall(".//testcase")) == 8
    assert [f.get("type") for f in root.findall(".//failure")] == ["KT103", "KT131"]
    assert root[0].get("name") == f"a, b: 100%.xlsx [{TABLES[0].sheet}]"
    stricter = ET.fromstring(report.as_junit(checked("en"), Severity.WARNING))  # noqa: S314  as above
    assert stricter.get("failures") == "4"


def keys(of: report.Checked) -> list[str]:
    return report.with_keys(report.spotted(of.listed, TABLES))["key"].to_list()


def test_a_finding_stands_at_its_cell_or_at_the_first_of_its_row_or_header() -> None:
    assert report.spotted(checked().listed, TABLES)["spot"].to_list() == ["B17", "B18", "D3", "A20", "A4"]


def test_a_finding_looked_at_stays_quiet_until_its_value_changes() -> None:
    lines = {"a, b: 100%.xlsx": keys(checked())[:2], "b.csv": [keys(checked())[2]]}
    known = report.marks(pl.DataFrame(schema=EARLIER), lines, TABLES, None)
    now = checked(known=known)
    assert now.found["code"].to_list() == ["KT403", "KT061"]
    assert now.quiet["code"].to_list() == ["KT103", "KT301", "KT131"]
    changed = FINDINGS.with_columns(
        value=pl.when(pl.col("code") == "KT103").then(pl.lit("620301170880002")).otherwise("value"),
        row=pl.when(pl.col("code") == "KT131").then(pl.lit(4, pl.UInt32)).otherwise("row"),
    )
    assert checked(findings=changed, known=known).quiet["code"].to_list() == ["KT301"]


def test_the_list_of_another_copy_counts_for_the_file_it_was_made_for() -> None:
    code, cell, digest, sheet = keys(checked())[2].split(" ", 3)
    row = ("salinan.xlsx", "b.csv", code, cell, digest, sheet, "", True)
    lent = pl.DataFrame([row], schema=EARLIER, orient="row")
    nothing = pl.DataFrame(schema=EARLIER)
    assert checked(known=report.marks(nothing, {}, TABLES, lent)).quiet["code"].to_list() == ["KT131"]
    elsewhere = lent.with_columns(origin=pl.lit("c.xlsx"))
    assert checked(known=report.marks(nothing, {}, TABLES, elsewhere)).quiet.is_empty()
    unanswered = lent.with_columns(looked_at=pl.lit(value=False))
    assert checked(known=report.marks(nothing, {}, TABLES, unanswered)).quiet.is_empty()
    alone = report.marks(nothing, {}, TABLES[1:2], elsewhere)
    assert report.checked(FINDINGS, TABLES, TALLIES, alone, "id").quiet["code"].to_list() == ["KT131"]


def test_a_key_does_not_tell_the_value() -> None:
    assert all(re.fullmatch(r"KT\d+ [A-Z]+\d+ [0-9a-f]{5} .+", key) for key in keys(checked()))
    assert "6203" not in "".join(keys(checked()))


@pytest.mark.parametrize(
    ("lang", "words"), [("id", "2 lainnya sudah diperiksa"), ("en", "2 more were looked at")]
)
def test_the_summary_says_how_many_were_looked_at(lang: str, words: str) -> None:
    for frame in (checked(lang).found, checked(lang).found.clear()):
        assert words in report.plain(report.summary(frame, TABLES, lang, reviewed=2))
        assert words not in report.plain(report.summary(frame, TABLES, lang))
