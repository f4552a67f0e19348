"""Where apps make their kinds of work known, in ``AppConfig.ready``."""

from apps.jobs.background import register

__all__ = ["register"]
