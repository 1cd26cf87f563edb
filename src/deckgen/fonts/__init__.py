"""Font files: locate them in packages without imports, check and instantiate them in a process with resource limits."""
