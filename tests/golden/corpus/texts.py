"""Text files: separators, encodings, line ends, quotes, rows of the wrong width, no header."""

from __future__ import annotations

from tests.golden.corpus.making import LIST, PEOPLE, Entry, Rows, at, at_rows, lines, raw, text

ALL = at(2, sheet="")
ROWS = [[str(cell) for cell in row] for row in LIST]
QUOTED = [",".join(f'"{cell}"' for cell in row) for row in ROWS]
RENE = PEOPLE[0]._replace(nama="RENÉ BUDI")
ACCENTED = [LIST[0], *lines((RENE, *PEOPLE[1:]))]
NAMED = at(2, (RENE, *PEOPLE[1:]), "")
BROKEN = [";".join(row) for row in ROWS]
BROKEN[2] = BROKEN[2].replace("ISTRI", 'IS"TRI')


def _without(rows: Rows, row: int) -> Rows:
    return {place: who for place, who in rows.items() if place[1] != row}


TEXTS = (
    Entry("comma", "a.csv", text(LIST), ALL),
    Entry("semicolon", "a.csv", text(LIST, ";"), ALL),
    Entry("pipe", "a.txt", text(LIST, "|"), ALL),
    Entry("tab", "a.tsv", text(LIST, "\t"), ALL),
    Entry("byte-order-mark", "a.csv", text(LIST, ";", encoding="utf-8-sig"), ALL),
    Entry("utf-16", "a.csv", text(ACCENTED, "\t", encoding="utf-16"), NAMED),
    Entry("utf-16-big-endian", "a.csv", raw("\ufeff" + "\n".join(map(";".join, ROWS)), "utf-16-be"), ALL),
    Entry("cp1252", "a.csv", text(ACCENTED, ";", encoding="cp1252"), NAMED),
    Entry("line-ends-of-windows", "a.csv", text(LIST, ";", ends="\r\n"), ALL),
    Entry("line-ends-of-old-macs", "a.csv", text(LIST, ";", ends="\r"), ALL),
    Entry("separator-line-of-excel", "a.csv", raw("sep=;\n" + "\n".join(map(";".join, ROWS))), ALL),
    Entry("blank-lines-between", "a.csv", text(LIST, ";", ends="\n\n"), at_rows(range(3, 18, 2), sheet="")),
    Entry("all-quoted", "a.csv", raw("\n".join(QUOTED)), ALL),
    Entry(
        "newline-in-quotes",
        "a.csv",
        raw("\n".join([*QUOTED[:2], QUOTED[2].replace("SITI AMINAH", "SITI\nAMINAH"), *QUOTED[3:]])),
        ALL,
    ),
    Entry(
        "a-field-too-many",
        "a.csv",
        raw("\n".join([*BROKEN[:1], ";".join(ROWS[1]) + ";LEBIH", *map(";".join, ROWS[2:])])),
        _without(ALL, 2),
        frozenset({("", 2)}),
        (("KT001", 2, None),),
        clean=False,
    ),
    Entry(
        "a-field-missing",
        "a.csv",
        raw("\n".join([*map(";".join, ROWS[:5]), ";".join(ROWS[5][:4]), *map(";".join, ROWS[6:])])),
        _without(ALL, 6),
        frozenset({("", 6)}),
        (("KT001", 6, None),),
        clean=False,
    ),
    Entry("quote-within-a-value", "a.csv", raw("\n".join(BROKEN)), ALL),
    Entry(
        "no-header",
        "a.csv",
        text(LIST[1:], ";"),
        refused="no-header",
        says=("kalteng.toml", '"B" = "no_kk", "C" = "nik", "D" = "nama"'),
    ),
)
"""Each trait of a text file alone."""
