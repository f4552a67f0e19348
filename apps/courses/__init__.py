"""Courses: enrollments, teams and assignments with their window and pinned rubric."""
