"""Server text and bytes into values; one module per output, no I/O."""
