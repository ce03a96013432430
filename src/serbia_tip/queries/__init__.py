"""What can be asked of a store: from its facts to the rows that answer."""
