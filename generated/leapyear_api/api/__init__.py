# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
"""Contains methods for accessing the API"""
