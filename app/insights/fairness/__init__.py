"""The yearly fairness report: is the score as right for a hard desk as for an easy one?

- ``rules``: the arithmetic of quartiles, errors and rates; cells under five persons are withheld.
- ``figures``: what the database says of one year.
- ``words``: the figures as sections in the reader's language; for the page and for paper.
"""
