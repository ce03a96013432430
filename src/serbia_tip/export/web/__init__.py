"""What the page is made of: its tables and drawings, laid out, and the templates they go into."""
