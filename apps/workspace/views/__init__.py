"""Pages of check runs: report, what we read, documents, comparison, checks, lists."""
