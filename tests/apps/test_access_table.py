"""Every address of the site and every role: what is answered.

The table is compared with the addresses that exist, so a new address without a line fails. Columns
are people: nobody signed in, somebody without the course, the student whose work it is, a student of
another team, a teaching assistant, an instructor, the operator of the site.

200 and 201 mean shown or done, 302 and 303 done (or sent to sign in, for who is not), 404 there is nothing
here for you, 403 you see it and may not do this, 422 let through and the form was not complete.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from tests.apps.access_world import World, build

# method address arguments [body] : anonymous outsider student other ta instructor operator
TABLE = """
GET  courses:home                         : 200 200 200 200 200 200 200
GET  courses:join              code       : 200 200 200 200 200 200 200
POST courses:join              code       : 302 302 302 302 302 302 302
GET  courses:course_new                   : 302 403 403 403 403 200 200
GET  courses:course            course     : 302 404 200 200 200 200 200
GET  courses:people            course     : 302 404 403 403 200 200 200
POST courses:roster_preview    course     : 302 404 403 403 403 422 422
POST courses:roster_apply      course     : 302 404 403 403 403 302 302
POST courses:role              course+sam [role=ta] : 302 404 403 403 403 302 302
GET  courses:settings          course     : 302 404 403 403 403 200 403
POST courses:link_renew        course     : 302 404 403 403 403 302 403
GET  courses:team_new          course     : 302 404 200 200 403 403 403
GET  courses:team_join         course     : 302 404 200 200 403 403 403
GET  courses:team_rename       team       : 302 404 200 404 200 200 404
GET  courses:assignment_new    course     : 302 404 403 403 403 200 403
GET  courses:assignment_edit   assignment : 302 404 403 403 403 200 404
POST courses:assignment_publish assignment : 302 404 403 403 403 302 404

GET  submissions:assignment    assignment : 302 404 200 200 200 200 404
POST submissions:upload        assignment [file=zip] : 302 404 302 302 403 403 404
POST submissions:choose_main   revision [main=path]  : 302 404 302 404 403 403 404
GET  submissions:download      revision   : 302 404 200 404 200 200 404
GET  submissions:file          file       : 302 404 200 404 404 404 404

GET  workspace:report          revision   : 302 404 200 404 200 200 404
GET  workspace:run_state       revision   : 302 404 200 404 200 200 404
POST workspace:recheck         revision   : 302 404 302 404 302 302 404
POST workspace:cancel          revision   : 302 404 302 404 302 302 404
GET  workspace:finding         revision+finding : 302 404 200 404 200 200 404
POST workspace:finding         revision+finding [kind=fixed] : 302 404 302 404 403 403 404
GET  workspace:read            revision   : 302 404 200 404 200 200 404
GET  workspace:diagrams        revision   : 302 404 200 404 200 200 404
GET  workspace:document        revision   : 302 404 200 404 200 200 404
GET  workspace:document        revision+path : 302 404 200 404 200 200 404
GET  dashboards:submissions     assignment : 302 404 403 403 200 200 404
GET  dashboards:submissions_csv assignment : 302 404 403 403 200 200 404
GET  checkruns:checks                     : 200 200 200 200 200 200 200
GET  checkruns:check           check      : 200 200 200 200 200 200 200
GET  dashboards:status                     : 302 403 403 403 403 403 200

GET  annotations:threads       revision   : 302 404 200 404 200 200 404
GET  comparison:compare       revision+older : 302 404 200 404 200 200 404
GET  comparison:compare       revision+revision : 302 404 200 404 200 200 404
GET  comparison:compare_before revision  : 302 404 302 404 302 302 404
GET  comparison:compare_before older     : 302 404 404 404 404 404 404
GET  annotations:threads_csv   revision   : 302 404 200 404 200 200 404
GET  annotations:actions       revision   : 302 404 200 404 200 200 404
GET  annotations:go            revision [to=artifact/design.md] : 302 404 302 404 302 302 404
GET  annotations:thread        thread     : 302 404 302 404 302 302 404
GET  annotations:thread        draft      : 302 404 404 404 302 404 404
GET  exports:exports       revision   : 302 404 200 404 200 200 404
POST exports:exports       revision [format=md] : 302 404 302 404 302 302 404
GET  exports:exports_state revision   : 302 404 200 404 200 200 404
GET  exports:export_file   export     : 302 404 200 404 404 404 404
POST exports:annotations_import revision : 302 404 422 404 422 422 404
POST exports:annotations_import revision [file=annotations] : 302 404 303 404 303 303 404
GET  exports:import        import     : 302 404 200 404 404 404 404
GET  exports:import_state  import     : 302 404 200 404 404 404 404
POST annotations:action_owner  thread     : 302 404 302 404 302 302 404
GET  annotations:attachment    attachment : 302 404 404 404 200 404 404
GET  annotations:draft         submission : 302 404 200 404 403 403 404
POST annotations:draft_edit    submission+edit : 302 404 302 404 403 403 404
POST annotations:draft_discard submission : 302 404 302 404 403 403 404

GET  accounts:settings                    : 302 200 200 200 200 200 200
GET  accounts:tokens                      : 302 200 200 200 200 200 200
POST accounts:token_revoke     token      : 302 404 302 404 404 404 404
GET  account_login                        : 200 302 302 302 302 302 302
GET  account_signup                       : 200 302 302 302 302 302 302
GET  account_logout                       : 302 200 200 200 200 200 200
GET  account_inactive                     : 200 200 200 200 200 200 200
GET  account_reauthenticate               : 302 200 200 200 200 200 200
GET  account_email                        : 302 200 200 200 200 200 200
GET  account_email_verification_sent      : 200 200 200 200 200 200 200
GET  account_confirm_email     key        : 200 200 200 200 200 200 200
GET  account_change_password              : 302 200 200 200 200 200 200
GET  account_set_password                 : 302 302 302 302 302 302 302
GET  account_reset_password               : 200 200 200 200 200 200 200
GET  account_reset_password_done          : 200 200 200 200 200 200 200
GET  account_reset_password_from_key uid+key : 200 200 200 200 200 200 200
GET  account_reset_password_from_key_done : 200 200 200 200 200 200 200
GET  account_confirm_login_code           : 302 302 302 302 302 302 302

GET  api-schema                           : 200 200 200 200 200 200 200
GET  api-docs                             : 200 200 200 200 200 200 200
GET  api-checks                           : 200 200 200 200 200 200 200
GET  api-courses                          : 401 200 200 200 200 200 200
GET  api-assignments                      : 401 200 200 200 200 200 200
GET  api-assignment            assignment : 401 404 200 200 200 200 404
GET  api-assignment-revisions  assignment : 401 404 200 200 200 200 404
POST api-assignment-revisions  assignment [file=zip] : 401 404 201 201 403 403 404
GET  api-submissions                      : 401 200 200 200 200 200 200
GET  api-submission            submission : 401 404 200 404 200 200 404
GET  api-submission-revisions  submission : 401 404 200 404 200 200 404
GET  api-revision              revision   : 401 404 200 404 200 200 404
GET  api-revision-package      revision   : 401 404 200 404 200 200 404
GET  api-revision-files        revision   : 401 404 200 404 200 200 404
GET  api-revision-file         revision+path : 401 404 200 404 200 200 404
GET  api-revision-runs         revision   : 401 404 200 404 200 200 404
POST api-revision-recheck      revision   : 401 404 202 404 202 202 404
GET  api-run                   run        : 401 404 200 404 200 200 404
GET  api-run-report            run        : 401 404 200 404 200 200 404
GET  api-run-reading           run        : 401 404 200 404 200 200 404
GET  api-run-findings          run        : 401 404 200 404 200 200 404
GET  api-finding-replies       run+finding : 401 404 200 404 200 200 404
POST api-finding-replies       run+finding [kind=fixed] : 401 404 201 404 403 403 404
GET  api-revision-threads      revision   : 401 404 200 404 200 200 404
POST api-revision-threads      revision [kind=x] : 401 404 400 404 400 400 404
GET  api-revision-marks        revision   : 401 404 200 404 200 200 404
GET  api-revision-drafts       revision   : 401 404 200 404 200 200 404
PUT  api-revision-draft        revision+draftkey : 401 404 400 404 400 400 404
DELETE api-revision-draft      revision+draftkey : 401 404 404 404 204 404 404
POST api-revision-publish      revision   : 401 404 200 404 200 200 404
GET  api-revision-live         revision   : 401 404 200 404 200 200 404
GET  api-revision-people       revision   : 401 404 200 404 200 200 404
GET  api-revision-links        revision   : 401 404 200 404 200 200 404
POST api-revision-exports      revision [format=md] : 401 404 202 404 202 202 404
GET  api-export                export     : 401 404 200 404 404 404 404
GET  api-export-file           export     : 401 404 200 404 404 404 404
GET  api-revision-annotations  revision   : 401 404 200 404 200 200 404
POST api-revision-annotations  revision   : 401 404 422 404 422 422 404
POST api-revision-annotations  revision [file=annotations] : 401 404 202 404 202 202 404
GET  api-import                import     : 401 404 200 404 404 404 404
GET  api-import-problems       import     : 401 404 200 404 404 404 404
GET  api-revision-compare      revision+older : 401 404 200 404 200 200 404
GET  api-thread                thread     : 401 404 200 404 200 200 404
GET  api-thread                draft      : 401 404 404 404 200 404 404
PATCH api-thread               thread     : 401 404 200 404 200 200 404
POST api-thread-comments       thread [body=Yes] : 401 404 201 404 201 201 404
POST api-thread-state          thread [state=addressed] : 401 404 200 404 403 403 404
POST api-thread-state          thread [state=verified] : 401 404 403 404 200 200 404
GET  api-thread-anchors        thread     : 401 404 200 404 200 200 404
POST api-thread-anchors        thread [revision=revision&decision=remove] : 401 404 403 404 200 200 404
PATCH api-comment              comment    : 401 404 403 404 400 403 404
POST api-comment-files         comment    : 401 404 403 404 422 403 404
POST api-comment-apply         comment    : 401 404 422 404 403 403 404
POST api-preview               [body=Hi]  : 401 200 200 200 200 200 200
GET  admin:index                          : 302 302 302 302 302 302 200
"""

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "outsider", "student", "other", "ta", "instructor", "operator")


def _lines() -> Iterator[tuple[str, str, str, str, list[int]]]:
    for line in filter(None, TABLE.splitlines()):
        asked, _, answers = line.rpartition(" : ")
        asked, _, body = asked.partition("[")
        method, name, *arguments = asked.split()
        words = arguments[0].replace("+", " ") if arguments else ""
        yield method, name, words, body.strip("] "), [int(word) for word in answers.split()]


LINES = list(_lines())


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for all lines: requests take back what they change."""
    with django_db_blocker.unblock():
        try:
            yield build()
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize(
    "line", LINES, ids=["-".join((line[0], line[1], *line[2].split())) for line in LINES]
)
def test_each_role_gets_the_answer_of_the_table(world, line):
    method, name, arguments, body, answers = line
    cache.clear()
    assert len(answers) == len(ROLES)
    found = [world.ask(role, method, name, arguments, body) for role in ROLES]
    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, answers, strict=True))


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_stands_in_the_table():
    existing = set(_names(get_resolver().url_patterns))
    # The pages of Django's admin let in whoever may open its first page; that line stands for all.
    existing = {name for name in existing if not name.startswith("admin:")} | {"admin:index"}
    assert {line[1] for line in LINES} == existing


@pytest.mark.parametrize("name", sorted({line[1] for line in LINES if line[0] == "POST"}), ids=str)
def test_an_address_that_changes_something_needs_the_token_of_its_form(world, name):
    method, _, arguments, body, _ = next(line for line in LINES if line[:2] == ("POST", name))
    browser = world.browsers["instructor"]
    enforced = browser.handler.enforce_csrf_checks
    browser.handler.enforce_csrf_checks = True
    try:
        assert world.ask("instructor", method, name, arguments, body) == 403
    finally:
        browser.handler.enforce_csrf_checks = enforced
