"""The store: find it, read it, check it, and compile it to a form that is read faster."""
