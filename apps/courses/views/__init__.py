"""Pages of courses: home, joining, the course, its people, teams and assignments."""
