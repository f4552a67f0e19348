"""The words that mean a unit: how people write them, and what the registry calls them.

Hard dimensions are time, information, currencies, flop and power. Countable things (requests, users,
frames ...) are soft: a mix-up of theirs is a hint, never an error.
"""

from __future__ import annotations

DEFINITIONS = (
    "second = [time]", "minute = 60 * second", "hour = 3600 * second", "day = 86400 * second",
    "week = 604800 * second", "month = 2592000 * second", "year = 31536000 * second",
    "bit = [information]", "byte = 8 * bit", "flop = [flop]", "watt = [power]",
    "usd = [usd]", "eur = [eur]", "gbp = [gbp]", "chf = [chf]", "inr = [inr]", "jpy = [jpy]",
    "cny = [cny]", "cad = [cad]", "aud = [aud]", "rub = [rub]", "pln = [pln]",
    "request = [request]", "token = [token]", "frame = [frame]", "user = [user]",
    "replica = [replica]", "vector = [vector]", "event = [event]", "message = [message]",
    "item = [item]", "key = [key]", "image = [image]", "stream = [stream]", "camera = [camera]",
    "session = [session]", "transaction = [transaction]", "operation = [operation]",
    "row = [row]", "write = [write]", "read = [read]", "document = [document]",
    "record = [record]", "gpu = [gpu]", "vcpu = [vcpu]", "core = [core]", "shard = [shard]",
    "zone = [zone]", "partition = [partition]", "connection = [connection]", "person = [person]",
    "parameter = [parameter]", "page = [page]", "query = [request]", "call = [request]",
    "click = [click]", "video = [video]", "sample = [sample]", "dimension = [dimension]",
    "percent_ = []", "clip = [clip]", "chunk = [chunk]", "conversation = [conversation]",
)  # fmt: skip
"""Definitions of the registry, in its own language."""

PREFIXES = {
    "n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9,
    "T": 1e12, "P": 1e15, "E": 1e18,
}  # fmt: skip
BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
BINARY_POWER = {"k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}

RATES = {
    "QPS": "request", "RPS": "request", "TPS": "transaction", "FPS": "frame", "IOPS": "operation",
    "OPS": "operation", "EPS": "event", "MPS": "message", "WPS": "write", "CPS": "call",
    "REQPS": "request", "TOKPS": "token",
}  # fmt: skip
"""Abbreviations that end in "per second" and what they count."""

SYMBOLS = {
    "s": "second", "S": "second", "sec": "second", "secs": "second", "min": "minute",
    "mins": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "H": "hour", "d": "day",
    "wk": "week", "mo": "month", "mos": "month", "mon": "month", "mth": "month", "y": "year",
    "yr": "year", "yrs": "year", "a": "year", "b": "bit", "B": "byte", "o": "byte", "W": "watt",
    "$": "usd", "€": "eur", "£": "gbp", "₹": "inr", "¥": "jpy", "us$": "usd", "dollar": "usd",
    "euro": "eur", "req": "request", "reqs": "request", "rq": "request", "msg": "message",
    "msgs": "message", "tok": "token", "toks": "token", "op": "operation", "ops": "operation",
    "tx": "transaction", "txn": "transaction", "img": "image", "evt": "event", "vec": "vector",
    "doc": "document", "param": "parameter", "params": "parameter", "cam": "camera",
    "conn": "connection", "fte": "person", "dim": "dimension", "dims": "dimension", "fr": "frame",
    "flops": "flop", "core": "core", "cpu": "vcpu",
}  # fmt: skip
"""Short forms; the spelling counts first, then its lower case."""

WORDS = {
    "millisecond": ("second", 1e-3), "microsecond": ("second", 1e-6), "nanosecond": ("second", 1e-9),
    "kilobyte": ("byte", 1e3), "megabyte": ("byte", 1e6), "gigabyte": ("byte", 1e9),
    "terabyte": ("byte", 1e12), "petabyte": ("byte", 1e15), "kilobit": ("bit", 1e3),
    "megabit": ("bit", 1e6), "gigabit": ("bit", 1e9), "terabit": ("bit", 1e12),
    "thousand": ("", 1e3), "million": ("", 1e6), "mio": ("", 1e6), "billion": ("", 1e9),
    "mrd": ("", 1e9), "tsd": ("", 1e3), "trillion": ("", 1e12), "dozen": ("", 12.0),
    "fortnight": ("day", 14.0), "quarter": ("day", 91.25),
}  # fmt: skip
"""Words with a factor of their own."""

SYNONYMS = {
    "query": "request", "queries": "request", "call": "request", "inquiry": "request",
    "anfrage": "request", "anfragen": "request", "nutzer": "user", "benutzer": "user",
    "customer": "user", "visitor": "user", "dau": "user", "mau": "user", "wau": "user",
    "people": "user", "subscriber": "user", "member": "user", "player": "user",
    "account": "user", "viewer": "user", "sekunde": "second", "sekunden": "second",
    "minuten": "minute", "stunde": "hour", "stunden": "hour", "tag": "day", "tage": "day",
    "tagen": "day", "monat": "month", "monate": "month", "monaten": "month", "jahr": "year",
    "jahre": "year", "jahren": "year", "woche": "week", "wochen": "week", "ereignis": "event",
    "ereignisse": "event", "pod": "replica", "instance": "replica", "node": "replica",
    "server": "replica", "machine": "replica", "host": "replica", "copy": "replica",
    "worker": "replica", "container": "replica", "vm": "replica", "copies": "replica",
    "broker": "replica", "embedding": "vector", "az": "zone", "photo": "image", "picture": "image",
    "bild": "image", "bilder": "image", "entry": "row", "object": "item", "product": "item",
    "candidate": "item", "engineer": "person", "developer": "person", "lookup": "read",
    "invocation": "request", "prediction": "request", "inference": "request", "hit": "request",
    "vcore": "vcpu", "vcpus": "vcpu", "record": "event", "exec": "request", "execution": "request",
    "recommendation": "request", "prompt": "request", "api call": "request",
}  # fmt: skip
"""Countable things that stand for one another often enough to be counted alike."""

DIMENSIONLESS = frozenset({
    "", "-", "–", "—", "x", "×", "X", "1", "#", "count", "number", "ratio", "factor", "fraction",
    "times", "fold", "n/a", "none", "no.", "nr", "pcs", "unitless", "dimensionless", "each", "ea",
    "int", "integer", "float", "copies", "dless", "qty", "multiplier", "mal", "score", "x avg",
})  # fmt: skip
"""Unit cells that say: a plain number."""

PERCENT = frozenset({"%", "percent", "pct", "per cent", "prozent", "percentage", "％", "p.c."})

AMBIGUOUS = {
    "mb": ("byte", 1e6, "Mbit or MB"), "Mb": ("bit", 1e6, "Mbit or MB"),
    "Gb": ("bit", 1e9, "Gbit or GB"), "gb": ("byte", 1e9, "Gbit or GB"),
    "Tb": ("bit", 1e12, "Tbit or TB"), "tb": ("byte", 1e12, "Tbit or TB"),
    "GBs": ("byte", 1e9, "GB or GB/s"), "MBs": ("byte", 1e6, "MB or MB/s"),
    "TBs": ("byte", 1e12, "TB or TB/s"), "m": ("minute", 1.0, "min, ms or million"),
    "mB": ("byte", 1e6, "MB"), "kb": ("byte", 1e3, "kbit or kB"), "Kb": ("bit", 1e3, "kbit or kB"),
}  # fmt: skip
"""Spellings with two meanings: our reading, its factor, and what to write instead."""

HARD = frozenset({
    "[time]", "[information]", "[flop]", "[power]", "[usd]", "[eur]", "[gbp]", "[chf]", "[inr]",
    "[jpy]", "[cny]", "[cad]", "[aud]", "[rub]", "[pln]",
})  # fmt: skip
"""Dimensions whose mix-up is an error."""

CURRENCIES = frozenset(
    {"usd", "eur", "gbp", "chf", "inr", "jpy", "cny", "cad", "aud", "rub", "pln"}
)
LLM_WORDS = (
    "token", "llm", "gpt", "llama", "decode", "prefill", "generation", "prompt", "vllm", "model",
)  # fmt: skip
"""Beside one of these, TPS means tokens per second."""
LINK_WORDS = (
    "bandwidth", "link", "network", "nic", "uplink", "downlink", "bitrate", "bit rate", "ingest",
    "egress", "ingress", "stream", "line rate", "traffic", "throughput", "video", "camera",
)  # fmt: skip
"""Beside one of these, Mb/s can only be megabit per second."""
