"""The error of this room."""

from deckgen.diagnostics import UserFacingError


class SlideFileError(UserFacingError):
    """A slide of another file that cannot be carried; the message is the end of a sentence about the file, `hint` the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
