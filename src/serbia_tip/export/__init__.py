"""The whole store for other tools: one module a target."""
