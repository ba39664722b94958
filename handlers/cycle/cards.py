"""How the messages of the supervision cycle are put into words; what store/cycle/due.py renders with."""
