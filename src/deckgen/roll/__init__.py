"""The next quarter: a deck that reports one quarter in, the same deck ready for the next one out."""
