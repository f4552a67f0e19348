"""The engine reads a system design and judges it: bytes in, values out.

Pure Python: no Django, no clock, no network, no globals. The same call gives the same answer in a
worker, in a test and on a student's laptop (``python -m apps.engine check my-design/``).
"""

ENGINE_VERSION = "1.0.0"
"""Part of the key of a check run; raised whenever any answer of the engine may change."""

READER_VERSION = "1"
"""Part of the key of a cached reading; raised whenever the reading of one file may change."""
