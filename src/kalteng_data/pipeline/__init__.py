"""The one conductor: it knows all rooms, and no room knows it.

In: sources, settings and what a run is asked for. Out: what was found (:mod:`intake`), or a published
snapshot (:mod:`merging`).
"""
