"""Plans: what is in force, the text of a draft beside its faults and a real month, review by a second person.

In: requests of those who look after pay. Out: pages.
"""
