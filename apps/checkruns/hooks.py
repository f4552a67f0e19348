"""Events that higher layers listen to; they register in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable

from apps.checkruns.models import CheckRun
from apps.common.hooks import Hook
from apps.engine.package import Package

OnRead = Callable[[CheckRun], object]
on_read: Hook[OnRead] = Hook()
"""Called inside the transaction that ends a run whose package is in storage, with the run."""

AfterRun = Callable[[Package], object]
after_run: Hook[AfterRun] = Hook()
"""Called by the worker once a run has ended, with what it read: pictures are made before they are asked for."""
