"""Pages of a manager: who is in the team and how far they are.

In: requests. Out: attainment of today's team; pay only when the company says so.
"""
