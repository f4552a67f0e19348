"""From a new course to a class that can hand in, on the pages that people see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.courses.models import Assignment, Course, Enrollment, Team
from apps.engine.rubric import project1_source
from tests.factories import AssignmentFactory, CourseFactory, UserFactory, enroll, team_with

pytestmark = pytest.mark.django_db


def form_times():
    now = timezone.now()
    shape = "%Y-%m-%dT%H:%M"
    return {
        "opens_at": (now - timedelta(days=1)).strftime(shape),
        "due_at": (now + timedelta(days=7)).strftime(shape),
    }


def assignment_data(**changes):
    return {
        "title": "Project 1",
        "brief": "Design it.",
        **form_times(),
        "grace_minutes": "5",
        "team_size": "2",
        "rubric_choice": "project1",
        **changes,
    }


def test_an_instructor_sets_up_a_course_and_a_student_comes_in(client, operator):
    client.force_login(operator)
    client.post("/courses/new/", {"title": "AIE401", "time_zone": "Europe/Vienna"})
    course = Course.objects.get()
    page = client.get(f"/c/{course.public_id}/")
    assert "Make the first assignment" in page.text
    assert f"/join/{course.join_code}/" in page.text

    client.post(f"/c/{course.public_id}/assignments/new/", assignment_data())
    assignment = Assignment.objects.get()
    assert not assignment.published
    assert "Publish Project 1" in client.get("/").text
    client.post(f"/a/{assignment.public_id}/publish/")

    sam = UserFactory(name="Sam")
    client.force_login(sam)
    assert "You are in no course yet" in client.get("/").text
    assert "Join AIE401" in client.get(f"/join/{course.join_code}/").text
    client.post(f"/join/{course.join_code}/")
    page = client.get(f"/c/{course.public_id}/")
    assert "Project 1" in page.text
    assert "assignments/new" not in page.text
    assert "Project 1" in client.get("/").text


def test_somebody_without_an_account_is_sent_to_sign_in_and_back(client, course):
    address = f"/join/{course.join_code}/"
    assert f"next={address}" in client.get(address).text
    assert client.post(address).url == f"/account/login/?next={address}"


def test_the_landing_page_says_what_this_is(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "Sign in" in page.text


def test_the_landing_page_answers_a_monitor_that_asks_for_the_head_only(client):
    assert client.head("/").status_code == 200


def test_times_are_meant_in_the_zone_of_the_course(client):
    course = CourseFactory(time_zone="Asia/Tokyo")
    client.force_login(enroll(course, "Ines", role="instructor"))
    data = assignment_data(opens_at="2026-10-01T09:00", due_at="2026-11-01T23:59")
    client.post(f"/c/{course.public_id}/assignments/new/", data)
    assignment = Assignment.objects.get()
    assert assignment.due_at.isoformat() == "2026-11-01T14:59:00+00:00"
    page = client.get(f"/a/{assignment.public_id}/edit/")
    assert 'value="2026-11-01T23:59"' in page.text


def test_every_page_of_a_course_shows_its_clock_and_the_next_request_does_not(client):
    course = CourseFactory(time_zone="Asia/Tokyo")
    due = datetime(2031, 5, 6, 18, 30, tzinfo=UTC)
    assignment = AssignmentFactory(course=course, due_at=due)
    client.force_login(enroll(course, "Ines", role="instructor"))
    for address in (
        "/",
        f"/c/{course.public_id}/",
        f"/a/{assignment.public_id}/",
        f"/a/{assignment.public_id}/submissions/",
    ):
        assert "7 May 2031, 03:30" in client.get(address).text, address
    listed = client.get("/api/v1/assignments/").json()["results"]
    assert listed[0]["due_at"] == "2031-05-06T18:30:00Z"


def test_a_rubric_with_mistakes_is_shown_with_their_lines_and_nothing_is_stored(
    client, course, instructor
):
    client.force_login(instructor)
    broken = project1_source().replace("points: 8", "points: many", 1)
    file = SimpleUploadedFile("mine.yaml", broken.encode())
    data = assignment_data(rubric_choice="file", rubric_file=file)
    answer = client.post(f"/c/{course.public_id}/assignments/new/", data)
    line = broken[: broken.index("points: many")].count("\n") + 1
    assert answer.status_code == 422
    assert f"mine.yaml:{line}" in answer.text
    assert "Design it." in answer.text
    assert not Assignment.objects.exists()


def test_a_chosen_rubric_file_is_never_ignored(client, course, instructor):
    client.force_login(instructor)
    file = SimpleUploadedFile("mine.yaml", b"title: [1,")
    data = assignment_data(rubric_choice="project1", rubric_file=file)
    answer = client.post(f"/c/{course.public_id}/assignments/new/", data)
    assert answer.status_code == 422
    assert "mine.yaml" in answer.text
    assert not Assignment.objects.exists()


def test_a_rubric_from_a_file_is_pinned(client, course, instructor):
    client.force_login(instructor)
    own = project1_source().replace('title: "', 'title: "Our ', 1)
    own = own if own != project1_source() else f"# ours\n{own}"
    file = SimpleUploadedFile("mine.yaml", own.encode())
    data = assignment_data(rubric_choice="file", rubric_file=file)
    client.post(f"/c/{course.public_id}/assignments/new/", data)
    assert Assignment.objects.get().rubric.source == own


def test_an_assignment_keeps_its_rubric_until_another_is_chosen(
    client, course, instructor, assignment
):
    client.force_login(instructor)
    address = f"/a/{assignment.public_id}/edit/"
    assert client.get(address).status_code == 200
    client.post(address, assignment_data(title="Project One", rubric_choice="keep"))
    changed = Assignment.objects.get()
    assert (changed.title, changed.rubric_id) == ("Project One", assignment.rubric_id)


def test_a_deadline_before_the_opening_is_refused_at_its_field(client, course, instructor):
    client.force_login(instructor)
    data = assignment_data(opens_at="2026-11-02T09:00", due_at="2026-11-01T09:00")
    answer = client.post(f"/c/{course.public_id}/assignments/new/", data)
    assert "must be later than the opening" in answer.text
    assert answer.status_code == 422


def test_students_find_each_other_by_the_code_of_a_team(client, course, student):
    noor = enroll(course, "Noor")
    herons = Team.objects.get(name="Herons")
    client.force_login(student)
    assert herons.invite_code in client.get(f"/c/{course.public_id}/").text
    client.force_login(noor)
    page = client.get(f"/c/{course.public_id}/")
    assert herons.invite_code not in page.text
    assert "You are in no team yet" in page.text
    wrong = client.post(f"/c/{course.public_id}/teams/join/", {"code": "nonsense"})
    assert "No team of this course has this code" in wrong.text
    client.post(f"/c/{course.public_id}/teams/join/", {"code": herons.invite_code})
    assert set(herons.members.all()) == {student, noor}
    client.post(f"/teams/{herons.public_id}/rename/", {"name": "Grey Herons"})
    assert "Grey Herons" in client.get(f"/c/{course.public_id}/").text


def test_a_student_makes_a_team(client, course):
    client.force_login(enroll(course, "Noor"))
    client.post(f"/c/{course.public_id}/teams/new/", {"name": "Larks"})
    assert "Larks" in client.get(f"/c/{course.public_id}/").text


def test_a_roster_is_shown_before_it_is_stored(client, course, instructor):
    client.force_login(instructor)
    text = "email,name,team\na@x.org,Ana Diaz,Larks\n"
    file = SimpleUploadedFile("roster.csv", text.encode())
    address = f"/c/{course.public_id}/people/roster/"
    shown = client.post(address, {"file": file})
    assert "Ana Diaz" in shown.text
    assert Enrollment.objects.count() == 1
    client.post(f"{address}apply/", {"text": text})
    page = client.get(f"/c/{course.public_id}/people/", {"q": "larks"})
    assert "Ana Diaz" in page.text
    assert "Ines" not in page.text.split("<main")[1].split("<table")[1]


def test_a_roster_with_a_problem_offers_no_way_to_store_it(client, course, instructor):
    client.force_login(instructor)
    file = SimpleUploadedFile("roster.csv", b"email\nnonsense\n")
    shown = client.post(f"/c/{course.public_id}/people/roster/", {"file": file})
    assert "is not an e-mail address" in shown.text
    assert "roster/apply" not in shown.text


def test_an_instructor_makes_somebody_a_teaching_assistant(client, course, instructor, student):
    client.force_login(instructor)
    address = reverse("courses:role", args=[course.public_id, student.public_id])
    client.post(address, {"role": "ta"})
    assert Enrollment.objects.get(user=student).role == "ta"


def test_settings_are_changed_and_the_join_link_is_renewed(client, course, instructor):
    client.force_login(instructor)
    address = f"/c/{course.public_id}/settings/"
    assert client.get(address).status_code == 200
    data = {"title": "AIE402", "term": "", "about": "**Hi** <script>", "time_zone": "UTC"}
    client.post(address, data)
    old = course.join_code
    client.post(f"{address}link/")
    course.refresh_from_db()
    assert (course.title, course.join_open) == ("AIE402", False)
    assert course.join_code != old
    page = client.get(f"/c/{course.public_id}/").text
    assert "<strong>Hi</strong>" in page
    assert "<script> " not in page


def test_a_zone_that_does_not_exist_is_refused_with_an_example(client, course, instructor):
    client.force_login(instructor)
    data = {"title": "X", "time_zone": "Mars/Base"}
    answer = client.post(f"/c/{course.public_id}/settings/", data)
    assert "Europe/Vienna" in answer.text
    assert answer.status_code == 422


@pytest.mark.parametrize("courses", [1, 6])
def test_home_costs_the_same_number_of_queries_for_any_number_of_courses(
    client, django_assert_max_num_queries, courses
):
    sam = UserFactory(name="Sam")
    for number in range(courses):
        course = CourseFactory(title=f"Course {number}")
        enroll(course, "Sam 2")
        course.enrollments.create(user=sam, role="student")
        team_with(course, f"T{number}", sam)
        for _ in range(courses):
            AssignmentFactory(course=course)
    client.force_login(sam)
    with django_assert_max_num_queries(16):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("people", [2, 40])
def test_the_page_of_people_costs_the_same_number_of_queries_for_any_class(
    client, course, instructor, django_assert_num_queries, people
):
    for number in range(people):
        team_with(course, f"T{number}", enroll(course, f"Student {number}"))
    client.force_login(instructor)
    client.get("/")
    with django_assert_num_queries(8):
        assert client.get(f"/c/{course.public_id}/people/").status_code == 200


@pytest.mark.parametrize("staff", [1, 8])
def test_the_page_of_a_course_costs_the_same_number_of_queries_for_any_staff(
    client, course, instructor, django_assert_max_num_queries, staff
):
    for number in range(staff):
        enroll(course, f"Tia {number}", role="ta")
        AssignmentFactory(course=course)
    client.force_login(instructor)
    with django_assert_max_num_queries(16):
        assert client.get(f"/c/{course.public_id}/").status_code == 200
