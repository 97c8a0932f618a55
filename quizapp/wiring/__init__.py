"""Wiring: the composition root, where adapters, clock and chance are built."""
