"""The same storage functions on a server that speaks S3; here a small one inside the test."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from aie_review import env
from apps.common import storage


class Bucket(BaseHTTPRequestHandler):
    """Objects in memory; every request must be signed with the right key."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes] = {}

    def do_PUT(self):
        self.objects[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_GET(self):
        self._object()

    def do_HEAD(self):
        self._object()

    def _object(self):
        data = self.objects.get(self.path)
        self._answer(404 if data is None else 200, data or b"")

    def _answer(self, status, body=b""):
        if "Credential=key/" not in self.headers.get("Authorization", ""):
            status, body = 403, b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 12:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def bucket(settings, monkeypatch):
    Bucket.objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    port = server.server_address[1]
    monkeypatch.setenv(
        "AIE_TEST", f"s3://key:sec%2Fret@127.0.0.1:{port}/designs?region=x&tls=0&prefix=review"
    )
    default = env.storage("AIE_TEST", None)
    settings.STORAGES = {**settings.STORAGES, "default": default}
    yield Bucket.objects
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_bytes_go_to_the_bucket_and_come_back(bucket):
    digest = storage.put(b"a design")
    assert list(bucket) == [f"/designs/review/{storage.blob_name(digest)}"]
    assert storage.get(digest) == b"a design"
    assert storage.put(b"a design") == digest
    assert storage.get_named("reports/none.json") is None
    storage.put_named("reports/one.json", b"{}")
    assert storage.get_named("reports/one.json") == b"{}"
