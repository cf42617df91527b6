"""Tests of toolkit.knowledge."""
