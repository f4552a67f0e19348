"""Commands that measure: recall, silence and speed of the checks, crash safety of the worker."""
