"""The plan as data: first a document whose nodes know their place, then the compiled plan that the flow runs."""
