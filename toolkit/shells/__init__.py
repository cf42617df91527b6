"""Carrying rendered commands to a server and answers back."""
