"""The migrations of the catalogue, run by `leapyear_core.catalog.migrate`."""
