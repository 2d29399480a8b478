"""One module a command: read the options, call the conductor, show what came out."""
