"""A page of drawn diagrams and the modules that make them usable, served without the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from apps.engine.diagrams.draw import draw
from apps.engine.diagrams.read import read_diagram_file
from apps.engine.text import canonical_text

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests/samples/diagrams"
AXE = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js")).read_text("utf-8")
_RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly: tags });
  return violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))]);
}"""
STYLES = ("tokens", "components", "pages", "diagram", "document", "viewport")
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'"
_PAGE = """<!doctype html><html lang="en" {theme}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Figures</title>
<link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="{policy}">{styles}
<script type="module" src="/static/js/ui.js"></script><script type="module" src="/page.js"></script>
</head><body data-single-keys="on"><main class="shell" id="main"><h1>Figures</h1><article class="paper doc">
{figures}<p id="after"><a href="#main">After the figures</a></p></article></main>
<div id="live" class="sr" role="status" aria-live="polite"></div></body></html>"""
_SCRIPT = """
import * as elements from "/static/js/workspace/elements.js";
import * as hover from "/static/js/workspace/hover.js";
import * as pins from "/static/js/workspace/pins.js";
import * as describe from "/static/js/workspace/describe.js";
import * as viewport from "/static/js/workspace/viewport.js";
import * as region from "/static/js/workspace/region.js";
Object.assign(window, { told: [], ...elements, ...hover, ...pins, ...describe, ...viewport, ...region });
for (const name of ["element:select", "element:hover", "region:select"]) {
  document.addEventListener(name, ({ detail }) => {
    const { node, ...said } = detail ?? { element: null };
    told.push([name, said]);
  });
}
window.onScreenOf = (node) => elements.onScreen(node, elements.spotOf(node));
attachAll();
window.ready = true;
"""
# A picture of 800 x 500 px in four colours.
_IMAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500">'
    '<rect width="400" height="250" fill="#cde"/><rect x="400" width="400" height="250" fill="#dec"/>'
    '<rect y="250" width="400" height="250" fill="#ecd"/>'
    '<rect x="400" y="250" width="400" height="250" fill="#eee"/></svg>'
)


def svg_of(name: str) -> str:
    """A sample diagram, drawn."""
    path = SAMPLES / f"{name}.mmd"
    drawing = draw(
        read_diagram_file(path.name, canonical_text(path.name, path.read_bytes())), prefix=name
    )
    assert drawing.svg, drawing.banner
    return drawing.svg


def page_html(names: tuple[str, ...], *, theme: str = "") -> str:
    """The page; the name ``image`` stands for a picture."""
    figures = "".join(
        f'<figure class="diagram"><div class="dg" tabindex="0" role="group" aria-label="{name}, scrollable" '
        f'data-diagram="{name}" id="{name}">'
        + ('<img src="/image.svg" alt="Four squares">' if name == "image" else svg_of(name))
        + f"</div><figcaption>{name}</figcaption></figure>"
        for name in names
    )
    styles = "".join(f'<link rel="stylesheet" href="/static/css/{one}.css">' for one in STYLES)
    shown = f'data-theme="{theme}"' if theme else ""
    return _PAGE.format(theme=shown, policy=POLICY, styles=styles, figures=figures)


class _Handler(SimpleHTTPRequestHandler):
    """Static files of the repository, and the pages made here."""

    made: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        path = self.path.split("?", maxsplit=1)[0]
        if path not in self.made:
            super().do_GET()
            return
        kind, text = self.made[path]
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Tests print nothing."""


@contextmanager
def figure_site(pages: dict[str, str]) -> Iterator[str]:
    """Serve ``pages`` (path -> HTML); gives the address."""
    made = {path: ("text/html", text) for path, text in pages.items()}
    made |= {"/page.js": ("text/javascript", _SCRIPT), "/image.svg": ("image/svg+xml", _IMAGE)}

    class Handler(_Handler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(ROOT))  # type: ignore[arg-type]

    Handler.made = made
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def view_of(page, name="request-path"):
    """Zoom and place of a figure."""
    return page.evaluate("name => viewOf(document.getElementById(name))", name)


def centre(page, selector):
    """The middle of an element in the window."""
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def axe_problems(page):
    """What axe finds, by rule; ``AXE`` was run on the page before."""
    return dict(page.evaluate(_RUN_AXE))
