"""Evidence into findings; pure."""
