"""Convert untrusted picture files to what a deck stores: opened within limits, harmless, without metadata."""
