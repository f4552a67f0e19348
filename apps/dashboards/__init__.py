"""Lists over many submissions, and the state of the site."""
