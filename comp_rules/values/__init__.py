"""The ground of the engine: money, ratios, periods, faults and words.

Nothing flows in but literals; everything above is made of these values.
"""
