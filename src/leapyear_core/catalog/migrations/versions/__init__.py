"""One module for each revision, newest last."""
