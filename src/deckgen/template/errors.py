"""Why a file cannot be used as a template."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError


class TemplateError(UserFacingError):
    """A file that is no usable template; the message is a sentence with what to do about it."""
