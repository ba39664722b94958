"""The tests, mirroring the packages; see each folder."""
