"""Student input is read and judged here: in children of a warm, single-threaded fork server.

``python -m apps.sandbox SOCKET`` imports the engine once and forks one child for each
request on its Unix socket. The child works under limits of memory, processor time, clock time and open
files, and can be killed without harm to anything else. No Django is imported on this side.
"""
