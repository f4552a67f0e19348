"""Everything that changes courses, teams and assignments; each call writes one event."""

from apps.courses.roster import read_roster
from apps.courses.services.assignments import (
    assignment_create,
    assignment_publish,
    assignment_update,
    rubric_pin,
)
from apps.courses.services.courses import (
    course_create,
    course_join,
    course_update,
    join_link_renew,
    role_change,
)
from apps.courses.services.errors import CourseError
from apps.courses.services.import_roster import ImportResult, roster_import
from apps.courses.services.teams import team_create, team_for, team_join, team_rename

__all__ = [
    "CourseError",
    "ImportResult",
    "assignment_create",
    "assignment_publish",
    "assignment_update",
    "course_create",
    "course_join",
    "course_update",
    "join_link_renew",
    "read_roster",
    "role_change",
    "roster_import",
    "rubric_pin",
    "team_create",
    "team_for",
    "team_join",
    "team_rename",
]
