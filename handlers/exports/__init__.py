"""The ledger for other programs and other eyes: spreadsheets, calendars, pictures, the board for an office screen."""
