"""Handing in, and the draft of the next revision."""

from apps.submissions.services.uploads import (
    MAX_UPLOAD_BYTES,
    UploadLimitReached,
    UploadRefused,
    main_choose,
    on_revision,
    revision_submit,
    submission_of,
    upload_from,
)

__all__ = [
    "MAX_UPLOAD_BYTES",
    "UploadLimitReached",
    "UploadRefused",
    "main_choose",
    "on_revision",
    "revision_submit",
    "submission_of",
    "upload_from",
]
