"""A deck that somebody edited in PowerPoint, and the content that it was built from → the edits as changes of the content.

Input: the bytes of a .pptx and the deck's folder. Output: edits, each with a change of the content that was proven by composing
the deck again, or a proposal, or no more than a report of what is different. A build imports nothing of this.
"""
