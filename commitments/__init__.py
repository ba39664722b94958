"""The domain: text in, values out. No I/O, no clock, no database."""
