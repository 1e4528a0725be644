"""The rules: who may do what, and what follows from it. No HTTP, and no SQL of private tables."""
