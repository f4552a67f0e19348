"""What the comparison of two revisions shows: cards made of values, without request or database."""
