"""System checks that name deployment mistakes and say what to do."""
