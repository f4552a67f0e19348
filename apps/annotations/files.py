"""Files of comments on their way out: tokens bound to a person and a time."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.annotations.models import Attachment
from apps.common.downloads import bytes_response, opened, signed

_SALT: Final = "apps.annotations.files"


def attachment_url(user: User, attachment: Attachment) -> str:
    """The address of a file for ``user``, which works for half an hour."""
    token = signed(user.pk, attachment.pk, salt=_SALT)
    return reverse("annotations:attachment", args=[token])


def opened_token(user: User, token: str) -> int | None:
    """Primary key of the attachment that ``token`` opens for ``user``, else ``None``."""
    return opened(user.pk, token, salt=_SALT)


def attachment_response(attachment: Attachment, data: bytes) -> HttpResponse:
    """The bytes under a neutral name."""
    return bytes_response(data, kind=attachment.type, path=attachment.name)
