"""What a team may hand in and keep: uploads an hour, and bytes in storage."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from apps.accounts.models import User
from apps.common import limits
from apps.courses.models import Assignment, Course, Team
from apps.courses.queries import team_of
from apps.engine.intake import FileTree
from apps.submissions.models import Artifact, Revision
from apps.submissions.room import bytes_kept
from apps.submissions.services.refusal import UploadLimitReached, UploadRefused


def count_upload(*, assignment: Assignment, user: User, name: str) -> None:
    """Count an upload of the team of ``user``, before anything is read or stored.

    Raises:
        UploadLimitReached: The team has handed in too often within the hour.
    """
    course = assignment.course
    team = team_of(user, course)
    # Who has no team yet gets one with the first upload.
    use = limits.take("uploads", *(("team", team.pk) if team else ("person", user.pk, course.pk)))
    if use.allowed:
        return
    ends = use.ends_at.astimezone(ZoneInfo(course.time_zone))
    who = f"The team {team.name}" if team else "You"
    raise UploadLimitReached(
        name,
        f"{who} handed in {use.number} times within an hour, which is as often as we check.",
        hint=f"From {ends:%H:%M:%S} ({course.time_zone}) on you can hand in again.",
        wait=use.wait,
    )


def require_room(*, course: Course, team: Team | None, name: str, adds: int) -> None:
    """Let ``adds`` more bytes in.

    Raises:
        UploadRefused: The team or the course would keep more than it may.
    """
    # Who has no team yet keeps nothing yet; the course still counts.
    places: list[tuple[str, Team | None, int]] = [
        (f"The course {course.title}", None, settings.COURSE_STORAGE_BYTES)
    ]
    if team is not None:
        places.insert(0, (f"The team {team.name}", team, settings.TEAM_STORAGE_BYTES))
    for who, of, most in places:
        if not most:
            continue
        used = bytes_kept(course, of)
        if used + adds > most:
            raise UploadRefused(
                name,
                f"{who} keeps {filesizeformat(used)} of at most {filesizeformat(most)}, and this "
                f"would add {filesizeformat(adds)}.",
                hint="Leave out what is large and not read, such as pictures, datasets and videos; "
                "files that did not change cost nothing. Else ask the course staff for more room.",
            )


def new_bytes(team: Team | None, tree: FileTree, upload: tuple[str, int]) -> int:
    """How many bytes an upload adds to what the team keeps; the same bytes are kept once."""
    sizes = {file.sha256: len(file.data) for file in tree.files} | dict([upload])
    if team is not None:
        mine = {"revision__submission__team": team, "digest__in": list(sizes)}
        known = set(Artifact.objects.filter(**mine).values_list("digest", flat=True))
        uploads = Revision.objects.filter(submission__team=team, upload_digest=upload[0])
        known |= set(uploads.values_list("upload_digest", flat=True))
        sizes = {digest: size for digest, size in sizes.items() if digest not in known}
    return sum(sizes.values())
