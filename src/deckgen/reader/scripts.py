"""Scripts that are written without blanks between words, as ranges for a class of a regular expression."""

CHINESE_JAPANESE = (
    "\u2e80-\u3029\u3030-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\uffe0-\uffe6\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
"""Ideographs, kana, Bopomofo, and the punctuation and full-width forms that are set with them; not Hangul."""
QUOTES = "“”‘’…—·"
"""Punctuation that Chinese has in common with European scripts."""
WITHOUT_BLANKS = CHINESE_JAPANESE + "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff"
"""Scripts in which emphasis may begin and end inside what blanks enclose: these, Thai, Lao, Burmese, Khmer, and Hangul."""
