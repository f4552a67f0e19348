"""The REST API of exports and of imports."""
