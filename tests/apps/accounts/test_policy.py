"""Who may see and do what, as a table that needs no programming to read.

Each line is a permission in front of one kind of object; each column is a person. "yes" means that
the person is let through, "." that not.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from apps.accounts.policy import PERMISSIONS, SENTENCES, Identity, allows
from apps.accounts.policy_page import permissions_page

TABLE = """
permission         object                   anonymous outsider student ta  instructor elsewhere operator
check.see          a-check-page             yes       yes      yes     yes yes        yes       yes
account.use        the-own-account          .         yes      yes     yes yes        yes       yes
course.create      the-site                 .         .        .       .   yes        yes       yes
course.join        a-join-link              .         yes      yes     yes yes        yes       yes
course.see         the-course               .         .        yes     yes yes        .         yes
course.edit        the-course               .         .        .       .   yes        .         .
people.see         the-course               .         .        .       yes yes        .         yes
people.change      the-course               .         .        .       .   yes        .         yes
team.create        the-course               .         .        yes     .   .          .         .
team.join          the-course               .         .        yes     .   .          .         .
team.see           the-own-team             .         .        yes     yes yes        .         .
team.see           another-team             .         .        .       yes yes        .         .
team.edit          the-own-team             .         .        yes     yes yes        .         .
team.edit          another-team             .         .        .       yes yes        .         .
assignment.see     a-draft                  .         .        .       yes yes        .         .
assignment.see     an-open-assignment       .         .        yes     yes yes        .         .
assignment.see     a-closed-assignment      .         .        yes     yes yes        .         .
assignment.edit    an-open-assignment       .         .        .       .   yes        .         .
submission.list    an-open-assignment       .         .        .       yes yes        .         .
submission.see     own-work                 .         .        yes     yes yes        .         .
submission.see     work-of-another-team     .         .        .       yes yes        .         .
revision.upload    a-draft                  .         .        .       .   .          .         .
revision.upload    own-work                 .         .        yes     .   .          .         .
revision.upload    own-work-after-cut-off   .         .        .       .   .          .         .
revision.upload    work-of-another-team     .         .        .       .   .          .         .
run.recheck        own-work                 .         .        yes     yes yes        .         .
run.recheck        work-of-another-team     .         .        .       yes yes        .         .
finding.reply      own-work                 .         .        yes     .   .          .         .
finding.reply      own-work-after-cut-off   .         .        yes     .   .          .         .
finding.reply      work-of-another-team     .         .        .       .   .          .         .
preview.see        own-work                 .         .        .       yes yes        .         .
preview.see        work-of-another-team     .         .        .       yes yes        .         .
thread.write       own-work                 .         .        yes     yes yes        .         .
thread.write       work-of-another-team     .         .        .       yes yes        .         .
thread.address     own-work                 .         .        yes     .   .          .         .
thread.address     work-of-another-team     .         .        .       .   .          .         .
thread.judge       own-work                 .         .        .       yes yes        .         .
thread.judge       the-own-thread           .         .        yes     yes yes        .         .
thread.judge       work-of-another-team     .         .        .       yes yes        .         .
thread.place       own-work                 .         .        .       yes yes        .         .
thread.place       the-own-thread           .         .        yes     yes yes        .         .
action.change      own-work                 .         .        yes     yes yes        .         .
action.change      work-of-another-team     .         .        .       yes yes        .         .
comment.edit       own-work                 .         .        .       .   .          .         .
comment.edit       the-own-comment          .         .        yes     yes yes        .         .
status.see         the-site                 .         .        .       .   .          .         yes
"""

PEOPLE = {
    "anonymous": Identity(),
    "outsider": Identity(signed_in=True),
    "student": Identity(signed_in=True, role="student"),
    "ta": Identity(signed_in=True, role="ta"),
    "instructor": Identity(signed_in=True, role="instructor", teaches=True),
    "elsewhere": Identity(signed_in=True, teaches=True),  # an instructor of another course
    "operator": Identity(signed_in=True, operator=True),
}

# What is true of the object: (the student's team owns it, it is published, it takes work)
OBJECTS = {
    "a-draft": (True, False, True),
    "an-open-assignment": (True, True, True),
    "a-closed-assignment": (True, True, False),
    "own-work": (True, True, True),
    "own-work-after-cut-off": (True, True, False),
    "work-of-another-team": (False, True, True),
    "the-own-team": (True, False, False),
    "the-own-thread": (True, True, True),
    "the-own-comment": (True, True, True),
    "another-team": (False, False, False),
}

HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (permission, what, person, answer == "yes")
    for permission, what, *answers in LINES
    for person, answer in zip(HEAD[2:], answers, strict=True)
]


@pytest.mark.parametrize(("permission", "what", "person", "expected"), CASES)
def test_the_policy_says_what_the_table_says(permission, what, person, expected):
    own, published, accepting = OBJECTS.get(what, (False, False, False))
    who = PEOPLE[person]
    who = replace(
        who,
        own_team=own and who.role == "student",
        published=published,
        accepting=accepting,
        own_thread=what == "the-own-thread",
        own_comment=what == "the-own-comment",
    )
    assert allows(permission, who) is expected


def test_every_permission_stands_in_the_table_and_has_a_sentence():
    assert {line[0] for line in LINES} == set(PERMISSIONS) == set(SENTENCES)


def test_a_person_who_is_not_signed_in_gets_nothing_from_any_other_fact():
    everything = Identity(
        operator=True,
        teaches=True,
        role="instructor",
        own_team=True,
        published=True,
        accepting=True,
        own_thread=True,
        own_comment=True,
    )
    assert [name for name in PERMISSIONS if allows(name, everything)] == ["check.see"]


def test_a_team_member_who_left_the_course_sees_nothing_of_it():
    who = Identity(
        signed_in=True,
        own_team=True,
        published=True,
        accepting=True,
        own_thread=True,
        own_comment=True,
    )
    of_work = ("submission.", "revision.", "finding.", "thread.", "comment.", "action.")
    assert not any(allows(name, who) for name in PERMISSIONS if name.startswith(of_work))


def test_a_permission_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        allows("submission.sea", PEOPLE["instructor"])


def test_the_page_in_the_documentation_is_printed_from_the_policy():
    page = Path(__file__).parents[3] / "docs" / "permissions.md"
    assert page.read_text(encoding="utf-8") == permissions_page()
