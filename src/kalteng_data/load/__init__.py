"""Files in, raw frames out: the first room, the only one that opens the offices' spreadsheets.

In: ``Source`` objects (CSV, TSV, TXT, xlsx, xlsm, xlsb, xls, ods, Parquet, web pages) and header overrides.
Out: ``Loaded``: tables with their columns and skipped lines, sheets passed over, and raw frames of people,
families and villages in which every row knows its table and its row as the spreadsheet shows it.

The way: ``safety`` looks at a file, ``text``, ``workbook``, ``webpage`` or ``columnar`` lay it out as
``grids``; ``records``, ``oldbook`` and ``odsxml`` tell first whether what xlsb, xls and ods state fits into
memory. ``sheet`` makes tables of it: ``header`` finds the header (``headless`` what stands without one,
``beside`` two of them side by side, ``across`` several people of one row, ``goingon`` the rest on the next
sheet, ``diagnosis`` what stands there instead of a table), ``spread`` and ``marks`` gather what several
columns hold of one value, ``columns`` maps them by ``synonyms``, ``content`` (``fits``, ``unnamed``),
``composite``, ``layouts`` and one another (``agreeing``, ``whose``), ``kinds`` tells what rows stand for.
``heading`` reads what one line states, ``preamble`` above the table, ``blocks`` between the rows,
``sections`` there without a label, ``force`` how long it holds; ``sheetname`` what the sheet is named after,
``elsewhere`` what is only told. ``continued`` joins the halves of printed cards, ``remarks`` and
``districts`` tell deaths and kecamatan, ``carried`` and ``ditto`` fill what stands once for several,
``rows`` tells records from other lines, ``feet`` small tables below the people, ``ragged`` those that do not
fit, ``own`` the sheets that we added ourselves. ``tables`` stacks them. ``headers.toml`` holds all words.
"""

from kalteng_data.load.original import original_rows
from kalteng_data.load.tables import Loaded, read_earlier, read_tables

__all__ = ["Loaded", "original_rows", "read_earlier", "read_tables"]
