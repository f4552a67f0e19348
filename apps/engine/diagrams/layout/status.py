"""The self-test of the layout engine, for the system check at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from apps.engine.diagrams.layout.dot_text import dot_text
from apps.engine.diagrams.layout.engine import EngineError, LayoutEngine, find_engine
from apps.engine.diagrams.layout.place import read_layout
from apps.engine.diagrams.layout.plan import Cluster, Frame, Link, Plan, Size

LABEL = Size(220, 15)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether diagrams can be laid out. ``reason`` is empty when ``ok``."""

    ok: bool
    name: str
    version: str
    reason: str = ""


def engine_status(engine: LayoutEngine | None = None, choice: str = "auto") -> EngineStatus:
    """Lay out three nodes, a group and a labelled edge, and look whether room was kept.

    An engine built without expat lays out the nodes but keeps no room for labels; it is refused.
    """
    engine = engine or find_engine(choice)
    if engine is None:
        return EngineStatus(
            ok=False,
            name="none",
            version="",
            reason="no Graphviz was found; install the requirements again or set another engine",
        )
    try:
        plan = _test_plan()
        placement = read_layout(engine.run(dot_text(plan)), plan)
    except EngineError as error:
        return EngineStatus(ok=False, name=engine.name, version=engine.version, reason=str(error))
    kept = 0 in placement.labels and placement.width >= LABEL.width
    reason = "" if kept else "it keeps no room for labels (built without expat)"
    return EngineStatus(ok=kept, name=engine.name, version=engine.version, reason=reason)


def _test_plan() -> Plan:
    box = Size(80, 40)
    links = [Link(0, 1, edge=0, label=LABEL), Link(1, 2, edge=1)]
    contents = [{name: Frame(0, 0, 80, 40)} for name in "abc"]
    return Plan("TB", [box] * 3, contents, links, [Cluster("g", Size(60, 17), [1, 2])])
