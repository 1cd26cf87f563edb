"""The two intermediate forms between content and .pptx: `blocks` (content without positions) and `frames` (placed boxes)."""
