"""What `make bench` runs; numbers are printed, never asserted."""
