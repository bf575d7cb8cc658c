"""Reading documents in a process of its own, so that no file can stop, starve or crash the one that answers.

`index.parsing.parser.Parser` is the side that asks, `index.parsing.worker` the process that reads. Nothing is
imported here, so that the worker starts quickly.
"""
