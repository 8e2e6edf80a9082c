"""Daylight's engine: plans and facts in, explained earnings out."""
