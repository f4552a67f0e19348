"""Inside a child: one check that does not end, or stops, costs that check only."""

from __future__ import annotations

import json

import pytest

from apps.engine import rubric, storage
from apps.engine.checks import registry
from apps.engine.checks.base import NotApplicable
from apps.engine.reading import read_file
from apps.sandbox import work

DESIGN = b"# Design\n\n## Problem\n\nMany people read many lists.\n"


@pytest.fixture
def judged():
    """Judges a small design and returns the outcomes by code and what was sent meanwhile."""

    def judge(**more):
        sent = []
        request = {
            "op": "judge",
            "readings": [storage.dumps(read_file("design.md", DESIGN))],
            "main": "",
            "rubric": rubric.project1_source(),
            "rubric_name": "Project 1",
            "stopped": {},
            **more,
        }
        answer = work.do(request, sent.append)
        outcomes = json.loads(answer["report"])["outcomes"]
        return {one["code"]: one for one in outcomes}, sent, answer

    return judge


def test_progress_counts_every_check(judged):
    outcomes, sent, answer = judged()
    total = len(outcomes)
    assert [message["progress"] for message in sent] == [[n, total] for n in range(total + 1)]
    assert answer["crashes"] == []


def test_a_check_that_does_not_end_is_stopped_and_the_others_go_on(judged, monkeypatch):
    endless, after = registry.all_checks()[0], registry.all_checks()[1]

    def find(_package):
        while True:
            pass

    def not_applicable(_package):
        raise NotApplicable("there is nothing")

    monkeypatch.setattr(work, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(type(endless), "find", lambda _self, package: find(package))
    monkeypatch.setattr(type(after), "find", lambda _self, package: not_applicable(package))
    outcomes, _, answer = judged()
    assert outcomes[endless.code]["outcome"] == "crashed"
    assert "more than 0.1 seconds" in outcomes[endless.code]["reason"]
    assert outcomes[after.code]["outcome"] == "not_applicable"
    assert [crash["code"] for crash in answer["crashes"]] == [endless.code]


def test_a_check_whose_process_died_before_is_not_tried_again(judged):
    code = registry.all_checks()[3].code
    outcomes, _, _ = judged(stopped={code: "it needed more than 1024 MB of memory"})
    assert outcomes[code]["outcome"] == "crashed"
    assert "1024 MB of memory" in outcomes[code]["reason"]
    assert sum(one["outcome"] == "crashed" for one in outcomes.values()) == 1


def test_an_unknown_request_is_refused():
    with pytest.raises(ValueError, match="no operation 'fly'"):
        work.do({"op": "fly"}, lambda _: None)
