"""Helpers for Django code that know nothing of designs: identifiers, storage, jobs, errors."""
