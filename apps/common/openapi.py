"""How refusals and trouble stand in the description of the API: once, for every operation."""

from __future__ import annotations

from typing import Any, Final

_RETRY: Final = {
    "Retry-After": {
        "description": "Seconds to wait before the request is sent again.",
        "schema": {"type": "integer"},
    }
}
_TOLD: Final = {
    "400": "A value cannot be used, or the body cannot be read.",
    "401": "No token, or one that does not work.",
    "403": "Role, dates or scopes do not allow it.",
    "404": "There is no such thing, or it is not yours to see.",
    "405": "The address does not take the method.",
    "406": "The answer is JSON; “Accept” leaves no room for it.",
    "413": "The body is too large.",
    "415": "The body is in a form that the address does not take.",
    "429": "Too many requests.",
    "500": "A mistake of the site.",
    "503": "Trouble that passes: a lock, a lost connection, a full disk, a store that is away.",
}
_METHODS: Final = {"get", "post", "put", "patch", "delete"}


def refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Name the refusals that every operation may answer with; those it describes itself stay."""
    components = result.setdefault("components", {})
    if "Problem" not in components.get("schemas", {}):
        return result
    components["responses"] = {f"Refused{status}": _response(status) for status in _TOLD}
    for path in result["paths"].values():
        for operation in (one for method, one in path.items() if method in _METHODS):
            for status in _TOLD:
                answer = {"$ref": f"#/components/responses/Refused{status}"}
                operation["responses"].setdefault(status, answer)
    return result


def _response(status: str) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    described = {"description": _TOLD[status], "content": {"application/json": problem}}
    return described | ({"headers": _RETRY} if status in {"429", "503"} else {})
