"""The supervision cycle: who is responsible, what they are asked each week, what is checked, closed and listed."""
