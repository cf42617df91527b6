"""Tests of toolkit.analysis."""
