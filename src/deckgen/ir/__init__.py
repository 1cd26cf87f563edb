"""The two forms between content and file: `blocks` (content without a place) and `frames` (every box placed)."""
