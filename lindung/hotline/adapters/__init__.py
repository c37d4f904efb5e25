"""What speaks a network's language for the worker: one adapter for each driver of a channel."""
