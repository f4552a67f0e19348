"""Static files under names that hold their content, so that browsers may keep them for good."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = (
    (r'(?P<matched>\bfrom "(?P<url>\.[^"]+\.js)")', 'from "%(url)s"'),
    (r'(?P<matched>\bimport\("(?P<url>\.[^"]+\.js)"\))', 'import("%(url)s")'),
    (r'(?P<matched>\bimport "(?P<url>\.[^"]+\.js)")', 'import "%(url)s"'),
)


class HashedAssets(CompressedManifestStaticFilesStorage):
    """Our modules import each other by these names too.

    Otherwise a module that a page loads and a module that another one imports would be two, and its
    listeners would run twice. Modules must not import each other in a circle: a name holds the
    content, which would hold the name.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
