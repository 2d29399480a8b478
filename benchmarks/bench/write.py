"""The figures as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.bench.lists import COLUMNS
from benchmarks.bench.merges import SMALL_FILES
from benchmarks.bench.peers import RECORDLINKAGE
from benchmarks.bench.targets import seconds_a_million

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.bench.targets import Verdict


def render(result: Mapping[str, Any], verdicts: Sequence[Verdict]) -> str:
    """All tables, and at the end the targets."""
    parts = [
        _merges(result),
        _stages(result),
        _links(result),
        _others(result),
        _validations(result),
        _targets(verdicts),
    ]
    return "\n".join(line for part in parts for line in part)


def _merges(result: Mapping[str, Any]) -> Iterator[str]:
    if not result["merge"]:
        return
    yield (
        f"The whole of kalteng merge, medians of {result['runs']} runs on {result['processors']} processors "
        f"(load at the start {result['load']:.1f})"
    )
    yield f"{'rows':>12}{'seconds':>10}{'cpu s':>9}{'GiB':>8}{'cpu s a million rows':>23}"
    for one in result["merge"]:
        cost = one["cost"]
        yield (
            f"{one['rows']:>12,}{cost['wall']:>10.1f}{cost['cpu']:>9.1f}{cost['gib']:>8.2f}"
            f"{seconds_a_million(one):>23.1f}"
        )
    yield ""


def _stages(result: Mapping[str, Any]) -> Iterator[str]:
    for one in result["stages"]:
        yield f"Stages of one merge, {one['size']:,} rows"
        yield f"{'stage':>12}{'seconds':>10}{'cpu s':>9}{'peak MiB':>10}"
        for cost in one["costs"]:
            yield f"{cost['stage']:>12}{cost['wall']:>10.1f}{cost['cpu']:>9.1f}{cost['peak']:>10.0f}"
        yield ""


def _links(result: Mapping[str, Any]) -> Iterator[str]:
    if not result["link"]:
        return
    yield "Linking alone, by turns on the same clean frame (training included, reading left out)"
    head = ("seconds", "cpu s", "GiB", "pairs scored", "precision", "recall", "F1")
    yield f"{'rows':>12}  {'side':14}" + "".join(f"{text:>13}" for text in head)
    for one in result["link"]:
        for side in one["sides"]:
            cost = side["cost"]
            pairs = "" if side["pairs"] is None else f"{side['pairs']:,}"
            mark = " *" if side["side"] == RECORDLINKAGE else ""
            yield (
                f"{one['rows']:>12,}  {side['side'] + mark:14}{cost['wall']:>13.1f}{cost['cpu']:>13.1f}"
                f"{cost['gib']:>13.2f}{pairs:>13}{side['precision']:>13.5f}{side['recall']:>13.5f}"
                f"{side['f1']:>13.5f}"
            )
    yield "* one run at the smallest size only: it compares in pandas, in one thread"
    yield ""


def _others(result: Mapping[str, Any]) -> Iterator[str]:
    if "small_files" not in result:
        return
    small, told = result["small_files"], result["help"]
    yield (
        f"{SMALL_FILES} small files in one merge: {small['wall']:.1f} s, {small['cpu']:.1f} cpu s, "
        f"{small['gib']:.2f} GiB; kalteng --help: {told['wall']:.2f} s, {told['cpu']:.2f} cpu s"
    )
    yield ""


def _validations(result: Mapping[str, Any]) -> Iterator[str]:
    found = result.get("validate")
    if found is None:
        return
    yield (
        f"kalteng validate with all rules, {len(COLUMNS)} columns, whole processes, medians of "
        f"{result['runs']} runs on {result['processors']} processors (load at the start {result['load']:.1f})"
    )
    head = ("rows", "cpu s", "seconds", "GiB", "  beside", "cpu s", "its work alone", "ours over it")
    yield f"{'file':10}{head[0]:>11}{head[1]:>9}{head[2]:>9}{head[3]:>7}{head[4]:14}" + "".join(
        f"{text:>16}" for text in head[5:]
    )
    for one in (found["csv"], found["book"], found["daily"], *found["peers"]):
        cost, reading = one["ours"], one["told"].get("cpu")
        alone = "" if reading is None else f"{reading:.2f}"
        yield (
            f"{one['case']:10}{one['rows']:>11,}{cost['cpu']:>9.2f}{cost['wall']:>9.2f}{cost['gib']:>7.2f}"
            f"  {one['side']:12}{one['theirs']['cpu']:>16.2f}{alone:>16}{one['times']:>16.2f}"
        )
    for one in found["peers"]:
        told = one["told"]
        yield f"{one['side']} was asked {told['checks']} checks and counts {told['faults']:,} faults"
    small, marked = found["small"], found["marked"]
    yield (
        f"{small['files']:,} workbooks of {small['rows_a_file']} rows in one call: "
        f"{small['cost']['cpu']:.1f} cpu s, {small['cost']['wall']:.1f} s, "
        f"{small['files'] / small['cost']['wall']:.0f} files a second on the clock, "
        f"{small['cost']['gib']:.2f} GiB; once"
    )
    yield (
        f"a marked copy of the workbook of {found['book']['rows']:,} rows: {marked['cpu']:.1f} cpu s, "
        f"{marked['wall']:.1f} s, {marked['gib']:.2f} GiB; once"
    )
    yield ""


def _targets(verdicts: Sequence[Verdict]) -> Iterator[str]:
    if not verdicts:
        yield "No target can be judged without the size of 1,000,000 rows."
    for one in verdicts:
        limit = f"{'at least' if one.at_least else 'at most'} {one.limit:g}"
        yield f"{'met' if one.met else 'MISSED':>7}  {one.name}: {one.figure:.2f}, {limit}"
