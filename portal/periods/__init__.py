"""Months: calculate one, see what came of it, read the register of earnings.

In: requests of those who look after pay. Out: pages, a queue entry, files.
"""
