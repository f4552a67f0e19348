"""``check --deploy`` names every unsafe or missing setting, and is silent when all is well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import checks

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def well_configured(settings, tmp_path):
    """Settings of a production site with everything set."""
    (tmp_path / "staticfiles.json").touch()
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.SITE_URL = "https://review.example.edu"
    settings.ALLOWED_HOSTS = ["review.example.edu"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECRET_KEY = "k" * 50
    settings.SECRET_KEY_GIVEN = True
    settings.ON_SQLITE = False
    settings.EMBEDDED_WORKER = False
    settings.STORAGE_GIVEN = True
    settings.TRUSTED_PROXIES = 1
    settings.CACHE_GIVEN = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_HOST = "mail.example.edu"
    settings.STATIC_ROOT = tmp_path
    return settings


def found():
    messages = checks.run_checks(include_deployment_checks=True, tags=["security"])
    return {message.id: message for message in messages if message.id.startswith("AIE-")}


def test_a_well_configured_site_gets_no_message(well_configured):
    assert found() == {}


@pytest.mark.parametrize(
    ("id_", "changes"),
    [
        ("AIE-E001", {"PRODUCTION": False, "SITE_URL": "http://review.example.edu"}),
        ("AIE-E002", {"SECRET_KEY_GIVEN": False}),
        ("AIE-E002", {"SECRET_KEY": "short"}),
        ("AIE-E003", {"ALLOWED_HOSTS": ["*"]}),
        ("AIE-E004", {"STATIC_ROOT": Path("/nowhere")}),
        ("AIE-E005", {"DEBUG": True}),
        ("AIE-E006", {"ALLOWED_HOSTS": ["other.example.edu"]}),
        ("AIE-E007", {"TRUSTED_PROXIES": -1}),
        ("AIE-E007", {"TRUSTED_PROXIES": 300}),
        ("AIE-W001", {"EMBEDDED_WORKER": True}),
        ("AIE-W002", {"ON_SQLITE": True, "EMBEDDED_WORKER": True}),
        ("AIE-W003", {"STORAGE_GIVEN": False}),
        ("AIE-W004", {"SECURE_PROXY_SSL_HEADER": None}),
        ("AIE-W005", {"EMAIL_HOST": ""}),
        ("AIE-W006", {"ON_SQLITE": True}),
        ("AIE-W007", {"CACHE_GIVEN": False}),
        ("AIE-W008", {"ACCOUNT_EMAIL_VERIFICATION": "optional"}),
    ],
)
def test_each_mistake_is_named_with_a_hint(well_configured, id_, changes):
    for name, value in changes.items():
        setattr(well_configured, name, value)
    message = found()[id_]
    assert message.hint
    level = checks.ERROR if id_.startswith("AIE-E") else checks.WARNING
    assert message.level == level


def test_every_id_is_explained_in_the_operating_manual():
    source = (ROOT / "aie_review" / "system_checks.py").read_text()
    manual = (ROOT / "docs" / "operating.md").read_text()
    ids = set(re.findall(r'id="(AIE-\w+)"', source))
    assert len(ids) >= 12
    assert {id_ for id_ in ids if f"| {id_} |" not in manual} == set()


def test_every_variable_is_explained_in_the_operating_manual():
    source = (ROOT / "aie_review" / "settings.py").read_text()
    manual = (ROOT / "docs" / "operating.md").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert len(names) >= 25
    assert {name for name in names if f"`{name}`" not in manual} == set()
