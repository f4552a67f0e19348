"""Positions for graphs, computed by Graphviz in a limited child process."""

from apps.engine.diagrams.layout.engine import (
    EngineError,
    LayoutEngine,
    ProcessEngine,
    find_engine,
)
from apps.engine.diagrams.layout.place import lay_out
from apps.engine.diagrams.layout.plan import Frame, Placement, Point, Size, Sizes
from apps.engine.diagrams.layout.status import EngineStatus, engine_status

__all__ = [
    "EngineError",
    "EngineStatus",
    "Frame",
    "LayoutEngine",
    "Placement",
    "Point",
    "ProcessEngine",
    "Size",
    "Sizes",
    "engine_status",
    "find_engine",
    "lay_out",
]
