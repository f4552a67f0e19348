"""A design with its comments as files, and annotations brought in."""
