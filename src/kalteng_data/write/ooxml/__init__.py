"""A workbook as a zip of XML parts, changed in place: what is not named stays as its sender made it.

In: an open archive, the cells to mark, sheets to add. Out: the archive anew. Parts are edited as text by
patterns, never as trees: 100,000 x 20 cells pass in some seconds, and what a tree's writer does not know
(extensions, charts, macros) is not lost.
"""
