"""``python -m apps.engine``: the engine on the command line."""

import sys

from apps.engine.cli import main

sys.exit(main(sys.argv[1:]))
