"""Blocks of documents: each change once, moved sections as one, reformatting as none."""

from __future__ import annotations

import re
import textwrap

from tests.engine.diff.pairs import diff, edited, files, replaced, sentences, told

PARAGRAPH = "Throughput and freshness pull against cost, latency against the quality of a larger candidate set; the trade-offs are argued below.\n\n"


def section(title: str, text: str) -> str:
    return re.search(rf"## {title}\n.*?(?=\n## )", text, re.DOTALL)[0] + "\n"


def moved(title: str, before: str) -> dict[str, str]:
    texts = files()
    text = texts["design.md"]
    part = section(title, text)
    text = text.replace(part, "").replace(f"## {before}\n", f"{part}## {before}\n")
    return {**texts, "design.md": text}


def test_an_edited_sentence_is_one_change_with_the_words_that_changed():
    found = edited(("keeps no state, so it", "keeps sessions for a minute, so it"))
    assert told(found) == [("text", "changed", found.changes[0].subject)]
    assert found.changes[0].section == "Scaling up or out"
    assert "“no state” → “sessions for a minute”" in found.changes[0].sentence
    old, new = files()["design.md"], None
    block = next(b for b in found.documents[0].blocks if b.status == "edited")
    assert block.old_text.startswith("The orchestrator keeps no state")
    new = replaced(files(), "design.md", ("keeps no state, so it", "keeps sessions for a minute, so it"))  # fmt: skip
    words = block.words
    assert [old[w.old_start : w.old_end] for w in words] == ["no state"]
    assert [new["design.md"][w.new_start : w.new_end] for w in words] == ["sessions for a minute"]
    assert old[block.old.start : block.old.end].startswith("The orchestrator keeps no")


def test_word_ranges_count_code_points_of_the_source():
    old = "# T\n\nA 😀 *quick* `fox` jumps over.\n"
    new = "# T\n\nA 😀 _slow_ `fox` jumps over.\n"
    block = next(b for b in diff(old, new).documents[0].blocks if b.status == "edited")
    assert [old[w.old_start : w.old_end] for w in block.words] == ["quick"]
    assert [new[w.new_start : w.new_end] for w in block.words] == ["slow"]


def test_a_deleted_and_an_added_paragraph_are_one_change_each():
    found = edited((PARAGRAPH, ""))
    assert [(c.area, c.kind, c.section) for c in found.changes] == [
        ("text", "removed", "Requirements")
    ]
    back = diff(replaced(files(), "design.md", (PARAGRAPH, "")), files())
    assert [(c.area, c.kind, c.section) for c in back.changes] == [
        ("text", "added", "Requirements")
    ]


def test_a_moved_section_is_one_change_with_its_tables():
    for title in ("Security and privacy", "Reliability"):
        found = diff(files(), moved(title, "Requirements"))
        assert told(found) == [("text", "moved", f"section {title}")]
        assert found.summary == "1 change in 1 section"


def test_a_sentence_edited_in_a_moved_section_is_a_change_of_its_own():
    texts = moved("Security and privacy", "Requirements")
    texts = replaced(texts, "design.md", ("services use mutual TLS", "services use signed tokens"))
    found = diff(files(), texts)
    assert [(c.kind, c.section) for c in found.changes] == [
        ("moved", "Security and privacy"),
        ("changed", "Security and privacy"),
    ]


def test_a_removed_section_covers_its_blocks_and_tables():
    texts = files()
    part = section("Reliability", texts["design.md"])
    found = diff(texts, replaced(texts, "design.md", (part, "")))
    assert told(found) == [("text", "removed", "section Reliability")]
    assert [t.status for t in found.tables if t.section == "Reliability"] == ["removed", "removed"]


def test_a_renamed_heading_is_one_change():
    found = edited(("## Operations\n", "## Running it\n"))
    assert sentences(found) == ["Heading “Operations” is now “Running it”"]


def test_rewrapping_padding_and_other_marks_are_no_change():
    texts = files()
    lines, fenced = [], False
    for line in texts["design.md"].split("\n"):
        fenced ^= line.startswith("```")
        if not fenced and len(line) > 90 and line[0] not in "|#-[":
            lines += textwrap.wrap(line, 70, break_on_hyphens=False)
        elif not fenced and line.startswith("|"):
            cells = (f"  {c.strip()}   " if c.strip() else c for c in line.split("|"))
            lines.append("|".join(cells))
        else:
            lines.append(line)
    other = {**texts, "design.md": "\n".join(lines)}
    other["adr-0002.md"] = texts["adr-0002.md"].replace("\n* ", "\n-   ")
    assert other["design.md"] != texts["design.md"]
    assert diff(texts, other).changes == ()
    assert diff("# T\n\nA **b** _c_\n", "T\n=\n\nA __b__ *c*\n").changes == ()
    assert diff("1. a\n2. b\n", "1) a\n1) b\n").changes == ()


def test_another_target_of_a_link_is_a_change():
    found = diff("See [docs](https://a.example/x).\n", "See [docs](https://a.example/y).\n")
    assert [c.kind for c in found.changes] == ["changed"]
    assert "“x” → “y”" in found.changes[0].sentence


def test_white_space_of_code_is_a_change_and_the_words_around_are_not():
    old = "# T\n\n```yaml\na:\n  b: 1\n```\n"
    assert [c.kind for c in diff(old, old.replace("  b", "    b")).changes] == ["changed"]
    assert diff(old, old.replace("1\n", "1   \n")).changes == ()


def test_numbers_of_headings_follow_from_a_new_section():
    old = "# T\n\n## 1. Aims\n\nFast.\n\n## 2. Costs\n\nCheap.\n"
    new = "# T\n\n## 1. Aims\n\nFast.\n\n## 2. Risks\n\nFew.\n\n## 3. Costs\n\nCheap.\n"
    found = diff(old, new)
    assert told(found) == [("text", "added", "section 2. Risks")]
    lone = diff(old, old.replace("2. Costs", "4. Costs"))
    assert [c.kind for c in lone.changes] == ["changed"]


def test_a_list_that_came_is_one_change_an_item_another():
    base = "# T\n\nWe chose:\n"
    assert len(diff(base, base + "\n- one thing\n- another thing\n- a third\n").changes) == 1
    listed = base + "\n- one thing\n- another thing\n"
    found = diff(listed, listed + "- a third thing\n")
    assert sentences(found) == ["List item added: “a third thing”"]


def test_front_matter_is_compared_by_key():
    found = edited(("workload: recommendation", "workload: ranking"))
    assert sentences(found) == ["Front matter, workload: recommendation → ranking"]
    assert found.changes[0].new_place.line == 3


def test_a_text_that_is_no_document_is_compared_by_line():
    old = {"design.md": "# T\n", "data.yaml": "a: 1\nb: 2\nc: 3\n"}
    found = diff(old, {**old, "data.yaml": "a: 1\nb: 5\nc: 3\n"})
    assert [(c.kind, c.artifact, c.new_place.line) for c in found.changes] == [
        ("changed", "data.yaml", 2)
    ]


def test_small_equal_words_between_changes_are_taken_in():
    old = "The index fails and the page shows popular items of a nightly job to every visitor.\n"
    new = "The index fails and the page keeps what it had an hour ago in memory, per zone.\n"
    block = next(b for b in diff(old, new).documents[0].blocks if b.status == "edited")
    assert len(block.words) <= 2


def test_of_equal_paragraphs_as_many_go_as_went():
    assert len(diff("again\n\n" * 9, "again\n\n" * 6).changes) == 3
    rows = "# T\n\nsame\n\nother\n\nsame\n\nsame\n"
    assert sentences(diff(rows, rows.replace("other\n\nsame", "other"))) == [
        "Paragraph removed: “same”"
    ]
