"""Draw a diagram: the picture, what could not be shown, and all elements as texts."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.diagrams.draw.elements import ElementText, element_texts, summary
from apps.engine.diagrams.draw.frame import Page
from apps.engine.diagrams.draw.graph import draw_graph
from apps.engine.diagrams.draw.marks import NO_MARKS, Marks
from apps.engine.diagrams.draw.sequence import draw_sequence
from apps.engine.diagrams.draw.svg import Paint
from apps.engine.diagrams.layout import EngineError, LayoutEngine, find_engine
from apps.engine.diagrams.layout.limits import too_large, too_long
from apps.engine.diagrams.model import Diagram, Message, Note


@dataclass(frozen=True, slots=True)
class Drawing:
    """``svg`` is empty when nothing could be drawn; ``banner`` then says why.

    A banner beside a picture says what the picture does not show.
    """

    svg: str
    banner: str | None
    elements: tuple[ElementText, ...]


def draw(
    diagram: Diagram,
    *,
    prefix: str,
    engine: LayoutEngine | None = None,
    paint: Paint = "css",
    marks: Marks = NO_MARKS,
) -> Drawing:
    """Draw ``diagram``.

    ``prefix`` makes the ids unique on a page. ``engine`` lays out graphs (found by itself when None;
    sequences need none). ``paint="literal"`` writes the light colours as attributes, for pictures
    that stand alone. ``marks`` shows a comparison, by element key. Never raises for anything that a person wrote.
    """
    elements = element_texts(diagram)
    refusal = _refusal(diagram)
    if refusal is not None:
        return Drawing("", refusal, elements)
    page = Page(prefix, paint, marks)
    if diagram.sequence is not None:
        draw_sequence(page, diagram.sequence)
    if diagram.graph is not None:
        engine = engine or find_engine()
        if engine is None:
            return Drawing(
                "",
                "This diagram is not drawn because no layout engine was found. Its elements are listed below.",
                elements,
            )
        try:
            draw_graph(page, diagram.graph, engine, c4=diagram.syntax.startswith("C4"))
        except EngineError as error:
            return Drawing(
                "",
                f"The layout engine gave no picture of this diagram ({error}). Its elements are listed below.",
                elements,
            )
    title = diagram.title or diagram.kind.capitalize()
    return Drawing(page.svg(title, summary(diagram)), unread_banner(diagram), elements)


def _refusal(diagram: Diagram) -> str | None:
    """Why there is no picture, or None."""
    if diagram.graph is not None:
        if not diagram.graph.nodes and not diagram.graph.groups:
            return "No element of this diagram could be read, so there is nothing to draw."
        return too_large(diagram.graph)
    if diagram.sequence is not None:
        if not diagram.sequence.participants:
            return "No participant of this diagram could be read, so there is nothing to draw."
        items = sum(isinstance(item, Message | Note) for item in diagram.sequence.items)
        return too_long(len(diagram.sequence.participants), items)
    note = next((problem.message for problem in diagram.problems), "")
    return note or f"We do not draw {diagram.syntax or diagram.notation} diagrams."


def unread_banner(diagram: Diagram) -> str | None:
    """``3 of 41 lines not read``, or None when everything was read."""
    unread = len({problem.line for problem in diagram.problems if problem.level == "error"})
    if not unread:
        return None
    lines = max(unread, len(diagram.source.splitlines()))
    return f"{unread} of {lines} line{'' if lines == 1 else 's'} not read"
