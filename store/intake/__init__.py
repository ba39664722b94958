"""Documents that people send: files made into text in a process apart, and what is held until it is published."""
