"""A reader alone on one file, every cell as text: ``python -m benchmarks.bench.readers_side FILE``.

What validating is compared with: polars for a CSV, fastexcel (calamine) for a workbook. Prints one line of
JSON: the processor seconds of the reading itself, without the start of Python and the import.
"""

from __future__ import annotations

import json
import sys
import time


def main(source: str) -> None:
    """Read the file's only table, and print what the reading took."""
    if source.endswith(".csv"):
        import polars as pl

        begun = time.process_time()
        height = pl.read_csv(source, infer_schema=False).height
    else:
        import fastexcel

        begun = time.process_time()
        height = fastexcel.read_excel(source).load_sheet(0, dtypes="string").to_polars().height
    print(json.dumps({"cpu": time.process_time() - begun, "rows": height}))


if __name__ == "__main__":
    main(sys.argv[1])
