"""Tests of toolkit.parsing."""
