"""Showing answers; nothing here decides anything."""
