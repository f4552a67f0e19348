"""The checks, one folder per family; modules are discovered by name."""
