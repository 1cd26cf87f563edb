"""What one build keeps for the next, on disk: bytes by name (`store`), and digests of files and programs (`fingerprint`)."""
