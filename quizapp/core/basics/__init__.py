"""Basics: small types that all other folders use."""
