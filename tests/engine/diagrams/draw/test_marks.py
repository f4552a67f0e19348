"""Tags of a comparison keep clear of everything else, on every sample."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from apps.engine.diagrams.draw.labels import overlap
from apps.engine.diagrams.draw.marks import Mark, tag_frame
from apps.engine.diagrams.draw.nodes import title_frame
from apps.engine.diagrams.draw.scene import group_frames, scene_of
from apps.engine.diagrams.layout import find_engine
from tests.engine.packages import package_of

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "diagrams"
GRAPHS = sorted(p for p in SAMPLES.glob("*.mmd") if "sequenceDiagram" not in p.read_text("utf-8"))
TAGS = ("183 → 234", "+ added", "− removed", "renamed")


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_tags_keep_clear_of_labels_titles_nodes_and_each_other(path):
    diagram = package_of({path.name: path.read_text("utf-8")}).diagrams[0]
    graph = diagram.graph
    marks = {n.key: Mark("changed", TAGS[i % 4]) for i, n in enumerate(graph.nodes)}
    engine = find_engine()
    assert engine is not None
    scene = scene_of(graph, engine, c4=diagram.syntax.startswith("C4"), marks=marks)
    nodes = {n.id: scene.placement.nodes[n.id] for n in graph.nodes}
    tags = {n.id: tag_frame(marks[n.key], nodes[n.id]) for n in graph.nodes}
    titles = [
        title_frame(scene.titles[key], frame)
        for key, frame in group_frames(graph, scene.placement).items()
    ]
    for one, other in combinations(tags, 2):
        assert not overlap(tags[one], tags[other])
    for name, tag in tags.items():
        assert not [n for n, frame in nodes.items() if n != name and overlap(tag, frame)]
        assert not [label for label in scene.labels.values() if overlap(tag, label)]
        assert not [title for title in titles if overlap(tag, title)]
