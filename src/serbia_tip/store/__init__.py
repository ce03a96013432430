"""The store: find it, read it, check it, and keep it in a form that is read quickly."""
