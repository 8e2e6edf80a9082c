"""The ways of paying, one file each: schema, checks, steps and sentences."""
