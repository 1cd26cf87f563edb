"""Store results of one build for the next build, outside the project.

`location` finds the directory of a project's entries, `store` stores bytes in it by name, and `pruning` keeps the cache within
its limits. `notices` has the messages on the cache that users should read. `fingerprint` computes digests of files and programs;
an entry is valid only while they are unchanged.
"""
