"""Speed and memory: the whole merge by size, and linking alone beside its peers (``make bench``)."""
