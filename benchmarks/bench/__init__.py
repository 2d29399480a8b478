"""Speed and memory: the whole merge by size, linking and validating beside their peers (``make bench``)."""
