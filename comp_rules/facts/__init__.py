"""The input of the engine: who, under which plan, with which quota, and what happened.

Rows of CSV files, of a database or of a plan's examples flow in; `Facts` flows on.
"""
