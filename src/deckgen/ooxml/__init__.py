"""What all who know the file format share: packages read within bounds, names, and the seal that tells of edits."""
