"""Font files: found in packages without importing them, tried and cut in a process with limits."""
