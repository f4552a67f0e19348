"""How the personal token stands in the description of the API.

Apart from ``api``: the description needs all of the framework, which itself loads ``api``.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from apps.accounts.api import TokenAuthentication


class TokenScheme(OpenApiAuthenticationExtension):
    """How the token stands in the description of the API."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        """Bearer in the header."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "aie_…"}
