"""What must hold when processes are killed, run side by side, or sleep: in short with the tests, in full on its own.

Each measure has a control: the same work without the safeguard, which must fail.
"""
