"""One record in each known form, filled and blank."""

from __future__ import annotations

import pytest

from tests.engine.decisions.reading import read, record, sections

FORMS = {
    "nygard": "# Use Kafka\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nKafka\n\n## Consequences\n\nq\n",
    "adr-tools": "# 7. Use Kafka\n\nDate: 2020-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nKafka\n\n## Consequences\n\nq\n",
    "madr1": "# Use Kafka\n\n**User Story:** ABC-1\n\n## Considered Alternatives\n\n* Kafka\n* SQS\n\n## Decision Outcome\n\n* Chosen Alternative: Kafka\n\n## Pros and Cons of the Alternatives\n\n### Kafka\n\n* `+` fast\n* `-` brokers\n",
    "madr2": '# Use Kafka\n\n* Status: accepted\n* Deciders: Ann\n* Date: 2020-01-02\n\nTechnical Story: #1\n\n## Context and Problem Statement\n\nc\n\n## Considered Options\n\n* Kafka\n* SQS\n\n## Decision Outcome\n\nChosen option: "Kafka", because it replays.\n\n### Positive Consequences\n\n* fast\n\n### Negative Consequences\n\n* brokers\n',
    "madr3": '---\nstatus: accepted\ndeciders: Ann\n---\n# Use Kafka\n\n## Context and Problem Statement\n\nc\n\n## Considered Options\n\n* Kafka\n* SQS\n\n## Decision Outcome\n\nChosen option: "Kafka", because it replays.\n\n## Validation\n\nv\n',
    "madr4": '---\nstatus: "accepted"\ndecision-makers: Ann, Bob\n---\n# Use Kafka\n\n## Context and Problem Statement\n\nc\n\n## Considered Options\n\n* Kafka\n* SQS\n\n## Decision Outcome\n\nChosen option: "Kafka", because it replays.\n\n### Consequences\n\n* Good, because fast\n* Bad, because brokers\n\n### Confirmation\n\nv\n',
    "merson": "# ADR 4: Use Kafka\n\nEvents are many and must reach analytics within one minute.\n\n## Decision\n\nKafka\n\n## Rationale\n\nIt replays.\n\n## Status\n\nAccepted\n\n## Consequences\n\nq\n",
    "y-statement": "# Use Kafka\n\nIn the context of events, facing 200K a second, we decided for Kafka and neglected RabbitMQ, to achieve replay, accepting that brokers must be run.\n",
    "alexandrian": "# Use Kafka\n\n## Prologue (Summary)\n\np\n\n## Discussion (Context)\n\nc\n\n## Solution (Decision)\n\nKafka\n\n## Consequences (Results)\n\nq\n",
    "tyree-akerman": "# Use Kafka\n\n**Issue**: queue\n\n**Decision**: Kafka\n\n**Status**: Decided\n\n**Positions**: Kafka; RabbitMQ\n\n**Argument**: It replays.\n\n**Implications**: brokers\n",
    "planguage": "# Use Kafka\n\n- **Tag**: Q\n- **Gist**: queue\n- **Requirement**: events\n- **Rationale**: replay\n- **Status**: Committed\n",
    "business-case": "# Use Kafka\n\n## Status\n\nProposed\n\n## Evaluation criteria\n\n- cost\n\n## Candidates to consider\n\n- Kafka\n- SQS\n\n## Recommendation\n\nKafka\n",
    "edgex": "# Use Kafka\n\n### Submitters\n\n- Tom\n\n## Change Log\n\n- [pending](https://x/1) 2021-01-01\n- [approved](https://x/2) 2021-02-03\n\n## Context\n\nc\n\n## Proposed Design\n\nd\n\n## Decision\n\nKafka\n",
    "morgan": "# Use Kafka\n\n## Status - DRAFT\n\n## Context\n\nc\n\n## Decided Approach\n\nKafka\n\n## Consequences\n\nq\n\n## Governance\n\ng\n",
    "nhs-wales": "# Use Kafka\n\n!!! info\n    Status: Under Review\n\n## Summary\n\nc\n\n## Options\n\n- Kafka\n- SQS\n\n## Options Analysis\n\n### Kafka\n\n- Pro: fast\n- Con: brokers\n\n## Recommendation\n\nKafka\n",
}  # fmt: skip

STATUS = {
    "madr1": None, "y-statement": None, "alexandrian": None, "business-case": "proposed",
    "morgan": "draft", "nhs-wales": "proposed",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_told_by_its_headings(form: str):
    decision = read(FORMS[form])
    assert decision.format == form
    assert decision.title == "Use Kafka"
    assert decision.status == STATUS.get(form, "accepted")


def test_log4brains_is_told_by_dashes_and_its_file_name():
    text = FORMS["madr2"].replace("* ", "- ")
    assert read(text, "docs/adr/20200102-use-kafka.md").format == "log4brains"


@pytest.mark.parametrize("form", [form for form in FORMS if form.startswith("madr")])
def test_madr_gives_options_and_the_choice(form: str):
    decision = read(FORMS[form])
    assert [option.title for option in decision.options] == ["Kafka", "SQS"]
    assert decision.chosen_option == "Kafka"


def test_madr_gives_reason_consequences_and_people():
    decision = read(FORMS["madr4"])
    assert decision.rationale == "it replays."
    assert (decision.consequences.good, decision.consequences.bad) == (("fast",), ("brokers",))
    assert (decision.confirmation, decision.deciders) == ("v", ("Ann", "Bob"))
    assert read(FORMS["madr2"]).consequences.bad == ("brokers",)
    assert decision.present == ("context", "options", "decision", "consequences")


def test_arguments_below_join_the_options_above():
    (kafka, sqs) = read(FORMS["madr1"]).options
    assert (kafka.pros, kafka.cons, sqs.pros) == (("fast",), ("brokers",), ())


def test_a_y_statement_fills_all_fields():
    decision = read(FORMS["y-statement"], "notes/choice.md")
    assert decision.chosen_option == "Kafka"
    assert [option.title for option in decision.options] == ["Kafka", "RabbitMQ"]
    assert decision.consequences.bad == ("brokers must be run",)
    assert decision.context == "events; 200K a second"


def test_the_text_below_the_title_is_the_context_where_no_section_has_it():
    assert read(FORMS["merson"]).context.startswith("Events are many")


BLANK = """---
status: "{proposed | rejected | accepted | deprecated | … | superseded by ADR-0123"
date: {YYYY-MM-DD when the decision was last updated}
---

# {short title, representative of solved problem and found solution}

## Context and Problem Statement

{Describe the context and problem statement}

<!-- This is an optional element. Feel free to remove. -->
## Decision Drivers

* {decision driver 1}

## Considered Options

* {title of option 1}
* … <!-- numbers of options can vary -->

## Decision Outcome

Chosen option: "{title of option 1}", because {justification}.

### Consequences

* Good, because {positive consequence}
* Bad, because {negative consequence}
"""


def test_a_blank_form_says_nothing():
    decision = read(BLANK)
    assert decision.format == "madr4"
    assert (decision.status, decision.date, decision.chosen_option) == (None, None, None)
    assert (decision.context, decision.drivers, decision.options) == ("", (), ())
    assert (decision.rationale, decision.consequences_text, decision.links) == ("", "", ())
    assert decision.present == ("context", "options", "decision", "consequences")


@pytest.mark.parametrize(
    "path",
    ["adr/template.md", "adr/0000-template.md", "adr/ADR-TEMPLATE.md", "adr/adr-template-bare.md",
     "adr/README.md", "adr/index.md", "adr/000-adr-index.md", "docs/adr-template.md"],
)  # fmt: skip
def test_templates_and_indexes_are_no_records(path: str):
    assert record("# ADRs\n\n* [1](0001-x.md)\n", path) is None
    if "emplate" in path.lower():
        assert record(BLANK, path) is None


def test_a_record_about_a_template_engine_is_a_record():
    assert record(FORMS["nygard"], "adr/0007-template-engine.md") is not None


def test_a_record_in_a_file_called_index_is_read_by_its_headings():
    assert record(FORMS["nygard"], "examples/use-kafka/index.md") is not None


def test_a_design_is_no_record():
    design = "# Feed\n\n## Context\n\nc\n\n## Requirements\n\nr\n\n## Architecture\n\na\n\n## Decision\n\nd\n"
    assert record(design, "design.md") is None


IN_DOCUMENT = """# Feed

## Architecture decisions

### ADR-0001 Use Kafka

**Status:** accepted (2026-02-01)

**Context.** We need a queue.

**Options.** Kafka, SQS.

**Decision.** Kafka, because it replays.

**Consequences.** Brokers to run.

### Decision record 2

Status: proposed

Context: x

Decision: We use Go.

### Keep carts in Redis

#### Context
x
#### Decision
y
#### Consequences
z

### See also

[ADR-0009](adr/0009-x.md)

## Cost
c
"""


def test_sections_of_a_document_are_records_too():
    first, second, third = sections(IN_DOCUMENT)
    assert (first.number, first.title, first.status, first.date) == (
        1,
        "Use Kafka",
        "accepted",
        "2026-02-01",
    )
    assert [option.title for option in first.options] == ["Kafka", "SQS"]
    assert (first.where.line, first.where.end_line) == (5, 15)
    assert (second.number, second.status, second.chosen_option) == (2, "proposed", "Go")
    assert (third.number, third.title) == (None, "Keep carts in Redis")


def test_chapter_nine_of_arc42_holds_one_record_per_section():
    names = ("Introduction and Goals", "Constraints", "Context and Scope", "Solution Strategy",
             "Building Block View", "Runtime View")  # fmt: skip
    text = "".join(f"# {n}. {name}\n\nx\n\n" for n, name in enumerate(names, start=1))
    text += "# 9. Architectural Decisions\n\n## Use Kafka\n\nWe use Kafka since events must be replayed by consumers later on.\n"
    (decision,) = sections(text)
    assert (decision.title, decision.format) == ("Use Kafka", "arc42")
    assert decision.decision.startswith("We use Kafka")
