"""The score engine: answers in, scores, weights and alarms out.  numpy only, pure, no database.

``reading`` -> ``events`` -> ``weights`` -> ``design``, ``model`` -> ``regime`` -> ``interval`` ->
``alarms``; ``scoring`` joins them, ``explain`` says why in parts that add up, ``writing`` writes
the files of ``takrim scores replay``.  Every number is in ``settings``; docs/scores.md tells it
to the person it is about.
"""
