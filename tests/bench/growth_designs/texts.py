"""Designs with much text: sections, links, lists, files, listings."""

from __future__ import annotations

from tests.bench.growth_designs.parts import Files, Kind, named, one, sentence


def sections(n: int) -> Files:
    """Sections with a paragraph each, three levels deep."""
    return one(
        *(
            f"{'#' * (2 + i % 3)} Part {i} of {named(i)}\n\nIt is described in part {i // 2}.\n"
            for i in range(n)
        )
    )


def links(n: int) -> Files:
    """Links to sections that exist and to files that do not; every tenth is dead."""
    return one(
        *(f"## Part {i}\n" for i in range(n // 10)),
        *(
            f"See [part {i}](#part-{i % (n // 10)}) and [{i}](missing-{i}.md).\n"
            if i % 10 == 0
            else f"See [part {i}](#part-{i % (n // 10)}), Section {i} and R{i}.\n"
            for i in range(n)
        ),
    )


def items(n: int) -> Files:
    """One list with many items."""
    return one("## Requirements\n", *(f"- R{i}: The {named(i)} must be fast." for i in range(n)))


def placeholders(n: int) -> Files:
    """Findings: words that were to be replaced, and inline ignores of some."""
    return one(
        *(
            f"## Part {i}\n\n<!-- aie-ignore DOC-006 reason: later -->\n\nTODO: describe {i}. TBD.\n"
            for i in range(n)
        )
    )


def documents(n: int) -> Files:
    """Many documents that link to each other."""
    return one("## Architecture\n") | {
        f"parts/part-{i}.md": f"# {named(i)}\n\n## Load\n\n{sentence(i)}\n\nSee "
        f"[the next](part-{i + 1}.md#load) and [the design](../design.md).\n"
        for i in range(n)
    }


def code(n: int) -> Files:
    """Lines of a fenced listing and inline code."""
    listing = [f"value_{i} = compute({i})" for i in range(n)]
    inline = [f"Call `compute_{i}()` and *then* **wait**.  " for i in range(n)]
    return one("## Code\n", "```python", *listing, "```\n", *inline)


def citations(n: int) -> Files:
    """Citations, sections and figures by number, most of them dead."""
    return one(
        *(
            f"As said in [{i}] and R{i}, see Figure {i} and Section {i}.{i % 9}.\n"
            for i in range(n)
        ),
        "## References\n",
        *(f"[{i}] Book {i}, 2020.\n" for i in range(n)),
    )


def dead_links(n: int) -> Files:
    """Links to files whose names differ by a slip from those of the package."""
    return one("## Parts\n", *(f"- [part {i}](parts/prat-{i}.md)" for i in range(n))) | {
        f"parts/part-{i}.md": f"# Part {i}\n\nIt is described.\n" for i in range(n)
    }


KINDS = (
    Kind("sections", 300, sections),
    Kind("links", 400, links),
    Kind("list items", 400, items),
    Kind("placeholders", 250, placeholders),
    Kind("citations", 200, citations),
    Kind("documents", 40, documents),
    Kind("dead links", 60, dead_links),
    Kind("code", 500, code),
)
