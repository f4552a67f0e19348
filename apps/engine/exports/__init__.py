"""A reviewed design as files: W3C annotations, one HTML page, Markdown and PDF."""
