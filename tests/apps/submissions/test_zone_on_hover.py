"""Due times carry the zone of the course on hover, on every page that shows them."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.django_db
TIME = re.compile(r'due(?: in [^<,]+,)? <time datetime="[^"]+" title="[^"]+ (\w+)">')


@pytest.mark.parametrize("path", ["/", "/c/{course}/", "/a/{assignment}/"])
def test_a_due_time_names_the_zone_of_the_course(client, course, assignment, student, path):
    course.time_zone = "Asia/Tokyo"
    course.save()
    client.force_login(student)
    page = client.get(path.format(course=course.public_id, assignment=assignment.public_id))
    zones = TIME.findall(page.text)
    assert zones
    assert set(zones) == {"JST"}
    assert page.text.count("due <time") + page.text.count(", <time") == len(zones)
