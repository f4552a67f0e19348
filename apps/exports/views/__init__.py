"""Pages of exports and of imports."""
