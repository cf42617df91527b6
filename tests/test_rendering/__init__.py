"""Tests of toolkit.rendering."""
