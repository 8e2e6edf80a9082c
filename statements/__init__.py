"""Statements: one view of a person's month for page, PDF, workbook and CSV.

Nothing flows in but results and their context; documents flow out.
"""
