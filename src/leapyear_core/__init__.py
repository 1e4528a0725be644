"""LeapYear Core: a server that holds sensitive tables and answers questions about them with differential privacy."""

__version__ = "0.1.0"
