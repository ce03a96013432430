"""What a screen can show, and how text is laid out and written for it."""
