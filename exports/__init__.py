"""Rows to files that people use: one file per kind of output."""
