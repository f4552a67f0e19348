"""Do the tests notice when working code is changed a little? ``make mutants`` asks a sample."""
