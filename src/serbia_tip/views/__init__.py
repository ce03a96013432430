"""The text that people read: a module for each command's answer, and what these share."""
