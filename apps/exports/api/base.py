"""What the views share: the scope of tokens, refusals in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rest_framework.views import APIView

from apps.accounts.models import TokenScope
from apps.common.api import Problem
from apps.engine.anchors.selectors import AnchorError
from apps.exports import services


@contextmanager
def told() -> Iterator[None]:
    """Refusals of services as answers of the API."""
    try:
        yield
    except AnchorError as error:
        raise Problem(422, error.message, why=error.code, what_to_do=error.hint) from error
    except services.TooManyImports as error:
        raise Problem(429, str(error)) from error
    except services.ImportRefused as error:
        raise Problem(422, str(error), what_to_do="Send JSON-LD as an export has it.") from error


class ReviewView(APIView):
    """A view whose writing needs the scope ``review`` of a token."""

    token_scope = TokenScope.REVIEW
