"""Tests with a real browser; they need Chromium."""
