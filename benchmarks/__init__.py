"""What is measured against what, one table for each run."""
