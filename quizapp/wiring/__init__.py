"""Wiring: the composition root. It builds adapters, clock and random bits."""
