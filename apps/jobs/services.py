"""What other apps do with background work: ask for it, hold it while they do it, stop or repeat it."""

from apps.jobs.background import enqueue, run_now
from apps.jobs.leases import Lease, LeaseLost, cancel, claim, retry
from apps.jobs.outcome import ending

__all__ = ["Lease", "LeaseLost", "cancel", "claim", "ending", "enqueue", "retry", "run_now"]
