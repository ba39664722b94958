"""The process: settings, command line, application, console, logging."""
