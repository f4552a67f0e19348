"""Configuration of the site, and nothing else; no other package imports it."""
