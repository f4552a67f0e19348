"""Threads and comments on documents and diagrams, their places in every revision, and compare."""
