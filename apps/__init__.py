"""The applications: the engine, and the Django apps around it."""
