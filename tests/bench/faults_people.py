"""What people do while a fault is there, what they are answered, and what is found stored."""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """An answer; status 0 when there was none."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def good(self) -> bool:
        """Whether it is what was asked for, or trouble in the right form."""
        return 200 <= self.status < 400 or (self.status == 503 and self._in_form())

    def _in_form(self) -> bool:
        if not self.headers.get("retry-after", "").isdecimal():
            return False
        if self.headers["content-type"].startswith("application/json"):
            return set(json.loads(self.text)) == {"what", "why", "what_to_do"}
        return 'class="errorpage__code"' in self.text and "503" in self.text

    @property
    def nothing_stored(self) -> bool:
        """Whether it says so."""
        return self.status == 503 and "nothing was stored" in self.text


@dataclass(frozen=True)
class Deed:
    """Something that was sent: ``name`` is found in what it stores."""

    kind: str
    name: str
    again: Callable[[], Answer]
    answer: Answer


@dataclass
class Person:
    """Somebody with a browser and a program."""

    port: int
    token: str
    session: str
    csrf: str = "0" * 32

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """By the API with the token, by pages with the session."""
        headers = {"Host": "localhost", "Content-Type": content_type}
        if path.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.token}"
        else:
            headers["Cookie"] = f"sessionid={self.session}; csrftoken={self.csrf}"
            headers["X-CSRFToken"] = self.csrf
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
            sent = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, sent, text, time.monotonic() - began)
        except OSError as error:
            return Answer(0, {}, repr(error), time.monotonic() - began)
        finally:
            connection.close()

    def send(self, method: str, path: str, content: Any) -> Answer:
        """JSON."""
        return self.ask(method, path, json.dumps(content).encode())

    def form(self, path: str, **fields: str) -> Answer:
        """A form as a browser sends it."""
        body = urllib.parse.urlencode(fields).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def hand_in(self, path: str, field_name: str, data: bytes, note: str) -> Answer:
        """A package as a file of a form."""
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="note"\r\n\r\n{note}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="{field_name}"; '
            f'filename="design.zip"\r\nContent-Type: application/zip\r\n\r\n'
        )
        body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}")


@dataclass
class Crowd:
    """People at work until ``over``; all they did is in ``deeds``."""

    over: threading.Event = field(default_factory=threading.Event)
    deeds: list[Deed] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def do(self, kind: str, name: str, act: Callable[[], Answer]) -> Answer:
        """Do something and note it; appending to a list is safe between threads."""
        answer = act()
        self.deeds.append(Deed(kind, name, act, answer))
        return answer

    def keep_busy(self, turn: Callable[[int], None], pause: float, most: int = 10_000) -> None:
        """One more person who does ``turn`` over and over."""

        def live() -> None:
            for number in range(most):
                if self.over.wait(pause):
                    return
                turn(number)

        thread = threading.Thread(target=live)
        thread.start()
        self._threads.append(thread)

    def join(self) -> None:
        """Wait until everybody has ended what they are at."""
        self.over.set()
        for thread in self._threads:
            thread.join()
