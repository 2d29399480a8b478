"""Files whose table lies otherwise than tables do: over two sheets, in a web page, crosswise, in forms."""

from __future__ import annotations

from html import escape

from tests.golden.corpus.making import HEAD, LIST, PEOPLE, Entry, at, book, lines, raw, sheet

HALF = len(PEOPLE) // 2
_ROLES = {"KEPALA KELUARGA": "Kpl. Klg", "ISTRI": "Ist", "ANAK": "Ank ke-1"}
_REMARKS = (
    "",
    "MD 2 Jan 2026",
    "pindah ke Sampit",
    "suami meninggal",
    "ganda",
    "Alm.",
    "pindahan dari Buntok",
    None,
)
_STATUS = (None, "MENINGGAL", "PINDAH", None, None, "MENINGGAL", None, None)


def _page() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>\n"
        for row in (HEAD, *lines())
    )
    style = "<style>td {mso-number-format: '@'}</style>"
    return f"<html><head>{style}</head><body><table>{rows}</table></body></html>"


WHOLES = (
    Entry(
        "a-second-sheet-that-goes-on-without-a-header",
        "a.xlsx",
        book({"Data": [HEAD, *lines(PEOPLE[:HALF])], "Hal 2": lines(PEOPLE[HALF:], HALF + 1)}),
        at(2, PEOPLE[:HALF]) | at(1, PEOPLE[HALF:], "Hal 2"),
    ),
    Entry(
        "a-web-page-called-a-workbook",
        "a.xls",
        raw(_page()),
        {("", row): name for (_, row), name in at(2).items()},
    ),
    Entry(
        "roles-shortened-and-numbered",
        "a.xlsx",
        sheet([HEAD, *([*row[:6], _ROLES[row[6]], *row[7:]] for row in lines())]),
        at(2),
        values={row: {"shdk": person.peran} for row, person in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "deaths-and-moves-among-remarks",
        "a.xlsx",
        sheet([[*HEAD, "Ket"], *([*row, remark] for row, remark in zip(lines(), _REMARKS, strict=True))]),
        at(2),
        values={row: {"status_dasar": status} for row, status in enumerate(_STATUS, 2)},
        findings=(("KT307", 3, "status_dasar"), ("KT307", 4, "status_dasar")),
    ),
    Entry(
        "a-table-lying-crosswise",
        "a.xlsx",
        sheet([list(column) for column in zip(*LIST, strict=True)]),
        refused="crosswise",
        says=("NIK", "Transpose"),
    ),
    Entry(
        "forms-of-one-person-each",
        "a.xlsx",
        sheet([
            cells
            for person in PEOPLE[:2]
            for cells in (["BIODATA"], ["NIK", ":", person.nik], ["Nama", ":", person.nama],
                          ["Jenis Kelamin", ":", person.sex], ["Tanggal Lahir", ":", person.lahir], [])
        ]),
        refused="one-person-form",
        says=("kalteng template",),
    ),
    Entry(
        "columns-parted-by-blanks",
        "a.txt",
        raw("NIK                NAMA            L/P   TGL LAHIR\n"
            + "".join(f"{p.nik}   {p.nama:<15} {p.sex}     {p.lahir}\n" for p in PEOPLE)),
        refused="no-separator",
        says=("pemisah",),
    ),
)  # fmt: skip
