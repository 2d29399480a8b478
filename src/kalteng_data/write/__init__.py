"""A published table in; a file somebody asked for out: CSV, Parquet or a workbook, made safe to open."""
