"""Background work: carrying threads into a new revision, writing exports."""
