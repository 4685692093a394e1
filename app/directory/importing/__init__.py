"""Whole files into the directory: read, compared with what is stored, applied or not at all."""
