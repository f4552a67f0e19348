"""Documents: the neutral model, its readers and the rendering to safe HTML."""
