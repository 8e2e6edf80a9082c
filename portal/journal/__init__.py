"""The journal: who changed what, and whether the chain of entries holds.

In: requests of those who look after pay. Out: pages.
"""
