"""The stages in order: records become credits, credits measures, measures earnings, and all of it the trace."""
