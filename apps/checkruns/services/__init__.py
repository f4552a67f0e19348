"""Everything that changes runs and replies."""

from apps.checkruns.services.replies import ReplyRefused, reply_add
from apps.checkruns.services.starting import TASK, cancel, recheck, run_for, run_key

__all__ = ["TASK", "ReplyRefused", "cancel", "recheck", "reply_add", "run_for", "run_key"]
