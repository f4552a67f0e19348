"""Public identifiers: random, neither sequential nor ordered by time."""

from __future__ import annotations

import secrets
from typing import Final

from django.db import models

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH: Final = 26


def new_public_id() -> str:
    """26 characters of 31 letters and digits that cannot be confused: 128.8 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdModel(models.Model):
    """Base of everything that has an address; ``public_id`` is the only id shown outside."""

    public_id = models.CharField(
        max_length=LENGTH, unique=True, default=new_public_id, editable=False
    )

    class Meta:
        abstract = True
