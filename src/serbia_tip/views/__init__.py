"""What people read: an answer as tables, cards and footnotes."""
