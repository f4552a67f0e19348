"""People and things for tests, by name: Sam and Noor are students, Tia assists, Ines teaches."""

from tests.factories.people import (
    AssignmentFactory,
    CourseFactory,
    EnrollmentFactory,
    RubricFactory,
    TeamFactory,
    UserFactory,
    enroll,
    team_with,
)
from tests.factories.work import (
    ArtifactFactory,
    CheckRunFactory,
    RevisionFactory,
    SubmissionFactory,
)

__all__ = [
    "ArtifactFactory",
    "AssignmentFactory",
    "CheckRunFactory",
    "CourseFactory",
    "EnrollmentFactory",
    "RevisionFactory",
    "RubricFactory",
    "SubmissionFactory",
    "TeamFactory",
    "UserFactory",
    "enroll",
    "team_with",
]
