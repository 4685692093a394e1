"""The night's computation: read answers, compute with the engine, store, switch, tidy."""
