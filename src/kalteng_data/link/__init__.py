"""The linkage engine: records that stand for one thing are given one cluster. Knows no field name.

In: a frame of records and a model (data: fields with typed comparators, blocking rules, kinds of pairs).
Out: a cluster and a probability a record, the doubtful pairs, and a report of what each step did.
"""
