"""Data: what became of every row of the files that were read.

In: requests of those who look after pay. Out: pages.
"""
