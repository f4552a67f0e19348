"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.courses.views import assignments, courses, people, teams

app_name = "courses"
urlpatterns = [
    path("", courses.home, name="home"),
    path("join/<id:code>/", courses.join, name="join"),
    path("courses/new/", courses.course_new, name="course_new"),
    path("c/<id:public_id>/", courses.course, name="course"),
    path("c/<id:public_id>/people/", people.people, name="people"),
    path("c/<id:public_id>/people/roster/", people.roster_preview, name="roster_preview"),
    path("c/<id:public_id>/people/roster/apply/", people.roster_apply, name="roster_apply"),
    path("c/<id:public_id>/people/<id:person_id>/role/", people.role, name="role"),
    path("c/<id:public_id>/settings/", courses.settings, name="settings"),
    path("c/<id:public_id>/settings/link/", courses.link_renew, name="link_renew"),
    path("c/<id:public_id>/teams/new/", teams.team_new, name="team_new"),
    path("c/<id:public_id>/teams/join/", teams.team_join, name="team_join"),
    path("teams/<id:team_id>/rename/", teams.team_rename, name="team_rename"),
    path("c/<id:public_id>/assignments/new/", assignments.assignment_new, name="assignment_new"),
    path("a/<id:assignment_id>/edit/", assignments.assignment_edit, name="assignment_edit"),
    path(
        "a/<id:assignment_id>/publish/", assignments.assignment_publish, name="assignment_publish"
    ),
]
