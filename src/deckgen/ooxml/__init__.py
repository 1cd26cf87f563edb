"""The file format, shared by the rooms that read or write it: reading a package within limits, names, and the seal."""
