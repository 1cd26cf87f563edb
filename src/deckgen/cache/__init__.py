"""What one build keeps for the next, outside the project.

`location` says in which directory, `store` keeps bytes by name in it, `pruning` holds it to its limits, `notices` has what users
are told of it, and `fingerprint` makes digests of files and programs, which entries are held against.
"""
