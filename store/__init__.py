"""SQLite through sqlite-utils: ingest, matters, search."""
