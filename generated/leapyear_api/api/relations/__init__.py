# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
"""Contains endpoint functions for accessing the API"""
