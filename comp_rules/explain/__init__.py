"""A result in words: sentences, formulas, reasons. Nothing here computes a number that the trace does not hold."""
