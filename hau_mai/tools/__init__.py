from . import care, contact, coverage, numbering, outcome, recurrence, responsible, starts, units
