"""Where rows of the database become facts of the engine, and results of the engine become rows.

In: sessions, rows, files. Out: facts and results; nothing else in the portal translates between the two.
"""
