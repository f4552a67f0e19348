"""Values that pages, parsers and databases stumble over."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

DEEP = "[" * 40 + "]" * 40

ESCAPED = (
    "%00", "a%00b", "%ED%A0%80", "a%ED%BF%BFb", "%FF", "%C3", "%", "%zz", "100%", "%u0041",
    "9" * 5_000, "9223372036854775807", "9223372036854775808", "99999999999999999999", "-1",
    "2147483647", "2147483648", "-9223372036854775809", "%D9%A3", "1e999", "NaN", "0x10", "1_0",
    "x" * 300, "x" * 1_900, "x" * 3_000, "..%2F..%2Fetc%2Fpasswd", "%0A%0D", "%0D%0ASet-Cookie:a=b",
    "%F0%9F%98%80", "%22%27%3C%3E", "%5C", "%7B%7D", "%E2%80%AE", "%20", "null", "%2A", "a.b",
    "a__b", "-", "%5B", "http:%2F%2F%5B", "%2F%2F", "CON", "23456789abcdefghjkmnpqrst",
)  # fmt: skip
"""As they stand in an address: escaped, or wrongly so."""

TEXTS = (
    "\0", "a\0b", "\ufffe", "9" * 5_000, "9223372036854775808", "2147483648", "-1", "x" * 700,
    "x" * 30_000, "\r\n", "\u202e", "😀" * 300, "NaN", "1e999", "[]", "{}", DEEP, "٣", "http://[",
    "' OR 1=1 --", "%", "%s%s%n", "../..", " ", "", "0000-00-00", "9999-12-31T23:59", "0001-01-01",
    "2026-13-45", "on", "None", "a@b", "a\0@example.org", "é" * 254 + "@example.org",
)  # fmt: skip
"""Fields of forms."""

JSON_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30, -(2**63) - 1, 0.5, 1e308, -0.0,
    "", " ", "\0", "a\0b", "\ud800", "a\udfffb", "\ufffe", "x" * 700, "x" * 30_000, "٣", "document",
    [], {}, [[]], [None], [{}], ["\0"], {"": ""}, {"\ud800": 1}, {"a": "\0"}, list(range(600)),
    json.loads(DEEP), {"kind": {}}, {"kind": []}, {"kind": "text", "start": 10**30, "end": 10**31},
    {"kind": "text", "artifact": "design.md", "start": -5, "end": 2**70},
    {"kind": "text", "artifact": "design.md", "exact": "\ud800"},
    {"kind": "text", "artifact": "design.md", "exact": ["x"], "prefix": {}, "suffix": 1},
    {"kind": "section", "artifact": "design.md", "slug": []},
    {"kind": "cell", "artifact": "design.md", "table": 10**20, "row": -(10**20), "column": 0},
    {"kind": "cell", "artifact": "design.md", "table": -1, "row": 2**40, "column": -3},
    {"kind": "cell", "artifact": "design.md", "start": 2**80},
    {"kind": "element", "element": "x" * 900}, {"kind": "element", "element": {"a": 1}},
    {"kind": "region", "artifact": "design.md", "rect": []},
    {"kind": "region", "artifact": "design.md", "rect": {"x": "1e400", "y": 0, "width": 1, "height": 1}},
    {"kind": "region", "artifact": "design.md", "rect": {"x": 10**200, "y": "NaN", "width": 1, "height": 1}},
    {"kind": "region", "artifact": "design.md", "points": [[1, 2], [3]]},
    {"kind": "region", "artifact": "design.md", "points": [["NaN", "inf"], ["1", "2"], [1, 2]]},
    {"kind": "region", "diagram": ["x"], "points": 5}, {"kind": "region", "points": {"a": 1}},
    {"kind": "document", "artifact": "\ud800"}, {"kind": "document", "artifact": {"a": []}},
)  # fmt: skip

RAW_BODIES = (
    b"", b"{", b"[", b"null", b"0", b'"x"', b"[]", b"{}", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"), b"NaN", b'{"body": Infinity}', b'{"based_on": 1e999}', b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'{"based_on": ' + b"9" * 5_000 + b"}",
    b'{"body": "\\ud800"}', b'{"body": "\\u0000"}', b'{"body": "\xed\xa0\x80"}', b"x" * 2_000_000,
    b'{"a": 1, "a": 2}', b"<xml/>", b"a=b&c", b"--x\r\n", b"%00=%00&a=%ED%A0%80",
)  # fmt: skip

_B = "----b"
MULTIPART = tuple(
    f"--{_B}\r\nContent-Disposition: form-data; {about}\r\n{more}\r\n{value}\r\n--{_B}--\r\n".encode(
        "utf-8", "surrogatepass"
    )
    for about, more, value in (
        ('name="body"', "", "a\0b"),
        ('name="a\0b"', "", "x"),
        ('name="body"', "Content-Type: text/plain; charset=rot13\r\n", "x"),
        ("name*=rot13''body", "", "x"),
        ("name*=utf-8''%00", "", "x"),
        ('name="file"; filename="a\0b.md"', "", "# x"),
        ('name="file"; filename="&#0;.md"', "", "# x"),
        ('name="file"; filename="\ud800.md"', "", "# x"),
        ("name=\"file\"; filename*=utf-8''%ED%A0%80.md", "", "# x"),
        ("name=\"file\"; filename*=idna''a.md", "", "# x"),
        ("name=\"file\"; filename*=nothing''a.md", "", "# x"),
        (f'name="file"; filename="{"x" * 3_000}.md"', "", "# x"),
        ('name="file"; filename=".."', "", "# x"),
        ('name="file"; filename=""', "", ""),
        ('name="package"; filename="a\0b.zip"', "", "PK\x03\x04"),
        ('name="file"; filename="x.tar.gz"', "Content-Transfer-Encoding: base64\r\n", "!!"),
        ('name="paths"', "Content-Transfer-Encoding: base64\r\n", "AAA"),
        ("", "", "x"),
        ('name="x"; name="y"', "Content-Length: -5\r\n", "\ud800"),
    )
)
MULTIPART_TYPE = f"multipart/form-data; boundary={_B}"

CONTENT_TYPES = (
    "application/json", "application/json; charset=unknown", "application/json; charset=rot13",
    "application/json; charset=utf-16", "application/json; charset=idna",
    "application/json; charset=unicode_escape", "application/json; charset=", "text/plain",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=zlib",
    "application/x-www-form-urlencoded; charset=utf-8", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=----b; charset=rot13",
    "multipart/form-data; boundary=" + "x" * 300, "multipart/form-data; boundary=\xe9",
    "application/ld+json", "application/json; charset*=rot13''x", ";", "/", "a/b; c", "\xff", "*/*",
    "application/json; charset*=utf-8''%00", 'application/json; charset="', "a" * 3_000,
)  # fmt: skip

HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP_ACCEPT", ("", "*/*", "text/html", "application/xml", ";;;", "a/b;q=x", "a" * 9_000, "*",
                     "application/json; charset*=rot13''x", "application/json;indent=99999999999",
                     "application/json; indent=-1", "application/json;indent=x", "\0", "\xff\xfe")),
    ("HTTP_IF_NONE_MATCH", ("*", '"', 'W/"x"', "\xff", "x" * 9_000, '"a", "b"', "\0")),
    ("HTTP_IF_MODIFIED_SINCE", ("x", "Mon, 32 Jan 0000 99:99:99 GMT", "9" * 5_000)),
    ("HTTP_IF_UNMODIFIED_SINCE", ("x", "Thu, 01 Jan 9999999 00:00:00 GMT")),
    ("HTTP_RANGE", ("bytes=abc", "bytes=0-", "bytes=-1", "bytes=" + "9" * 5_000 + "-", "x")),
    ("HTTP_COOKIE", ("", "=", ";;;", 'sessionid="\\000a"', "sessionid=\0", "sessionid=" + "x" * 9_000,
                     'csrftoken="\\377"', "messages=x", 'messages="\\000"', "sessionid=\xff\xfe",
                     "a" * 9_000, 'sessionid="\\ud800"')),
    ("HTTP_REFERER", ("", "http://[", "\xff", "x" * 9_000, "//")),
    ("HTTP_ORIGIN", ("null", "http://[", "\xff")),
    ("HTTP_HOST", ("", "[", "a b", "x" * 300, "localhost:x", "\xff", "localhost:99999999")),
    ("HTTP_X_FORWARDED_FOR", ("", "x", "::", "\0", "1.2.3.4, " * 500)),
    ("HTTP_X_FORWARDED_PROTO", ("ftp", "\0")),
    ("HTTP_X_UPLOAD", ("1", "\0")),
    ("HTTP_HX_REQUEST", ("true", "x")),
    ("HTTP_HX_CURRENT_URL", ("http://[", "\xff", "%00", "x" * 9_000)),
    ("HTTP_HX_CURRENT_URL_URI_AUTOENCODED", ("true",)),
    ("HTTP_AUTHORIZATION", ("Bearer", "Bearer \0", "Bearer \xff", "Bearer a b", "Basic ===", "x",
                            "Bearer " + "x" * 9_000, "bearer aie_" + "9" * 5_000, "Token x")),
    ("HTTP_ACCEPT_LANGUAGE", ("x" * 600, "\xff", "de-" * 200, "en;q=x", "\0")),
    ("HTTP_ACCEPT_ENCODING", ("x", "gzip;q=x", "br;q=2", "*")),
    ("HTTP_USER_AGENT", ("\0", "\xff", "x" * 9_000)),
    ("HTTP_X_REQUEST_ID", ("\0", "\r\nx: y")),
    ("HTTP_X_CSRFTOKEN", ("x", "\xff", "\0")),
    ("CONTENT_LENGTH", ("x", "-1", "9" * 5_000, "0", "3", "99999999")),
)  # fmt: skip

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get")

_any_text = st.text(alphabet=st.characters(codec=None), max_size=12)

texts = st.one_of(st.sampled_from(TEXTS), st.sampled_from(TEXTS), _any_text)
escaped = st.one_of(
    st.sampled_from(ESCAPED),
    st.sampled_from(ESCAPED),
    st.binary(min_size=1, max_size=8).map(lambda data: "".join(f"%{byte:02X}" for byte in data)),
)
json_values = st.one_of(
    st.sampled_from(JSON_VALUES),
    st.sampled_from(JSON_VALUES),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _any_text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_any_text, inner, max_size=3),
        max_leaves=6,
    ),
)
