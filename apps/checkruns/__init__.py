"""Check runs: reading a revision and judging it on the worker, and answering what was found."""
