"""Rubrics: course files that own criteria, levels, points and the mapping to checks."""

from apps.engine.rubric.load import RubricError, load, project1, project1_source
from apps.engine.rubric.model import Criterion, Level, Rubric

__all__ = ["Criterion", "Level", "Rubric", "RubricError", "load", "project1", "project1_source"]
