"""The process: settings, logs, polling, the bot against a Bot API on loopback."""
