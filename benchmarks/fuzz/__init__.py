"""Spoilt inputs by the thousand, read in a child process that may die, and what came of each.

``seeds`` makes sound files of every kind, ``binary`` writes xlsb by hand, ``spoil`` and ``parts`` damage
them, ``invented`` draws texts and grids by hypothesis, ``inputs`` numbers them all. ``child`` runs the
command line on one after the other, ``verdict`` says what came of it, ``parent`` keeps time and counts.
"""
