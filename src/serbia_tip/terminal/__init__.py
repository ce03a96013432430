"""What a screen can show, and how text is laid out and written to it."""
