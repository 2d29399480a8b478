"""Tables in, one verified snapshot on disk out; the previous one stays in force until the last step."""
