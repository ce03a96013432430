"""What people read: one module for each command's answer, and what these share.

`view.py` says what a view is, `wording.py` how things are called, `doubts.py` what must be said of
them, `evidence.py` what they rest on; `render.py` puts a view on a screen.
"""
