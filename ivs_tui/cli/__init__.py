"""Commands: thin, and free of Textual until the monitor starts."""
