"""Where the marks of a chart stand: pure geometry; words and colours are the templates'.

- ``scale``: values to places, mirrored for readers from right to left.
- ``funnel``: persons against the limits that chance explains.
- ``waterfall``: the parts of a score as steps that end at the score.
- ``history``: intervals of the runs in the order of time.
"""
