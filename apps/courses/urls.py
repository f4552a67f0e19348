"""Addresses of the pages of this app."""

from __future__ import annotations

from django.urls import path

from apps.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.home, name="home"),
    path("join/<str:code>/", views.join, name="join"),
    path("courses/new/", views.course_new, name="course_new"),
    path("c/<str:public_id>/", views.course, name="course"),
    path("c/<str:public_id>/people/", views.people, name="people"),
    path("c/<str:public_id>/people/roster/", views.roster_preview, name="roster_preview"),
    path("c/<str:public_id>/people/roster/apply/", views.roster_apply, name="roster_apply"),
    path("c/<str:public_id>/people/<str:person_id>/role/", views.role, name="role"),
    path("c/<str:public_id>/settings/", views.settings, name="settings"),
    path("c/<str:public_id>/settings/link/", views.link_renew, name="link_renew"),
    path("c/<str:public_id>/teams/new/", views.team_new, name="team_new"),
    path("c/<str:public_id>/teams/join/", views.team_join, name="team_join"),
    path("teams/<str:team_id>/rename/", views.team_rename, name="team_rename"),
    path("c/<str:public_id>/assignments/new/", views.assignment_new, name="assignment_new"),
    path("a/<str:assignment_id>/edit/", views.assignment_edit, name="assignment_edit"),
    path("a/<str:assignment_id>/publish/", views.assignment_publish, name="assignment_publish"),
]
