"""Machine proposes, person decides, file remembers.

A batch holds the clauses of one scheme or one uploaded document with what the matcher proposed. People decide, skip,
withdraw and settle; each act is an event that is never changed. What stands follows from the events (`state`), what to
ask next from the proposals (`queue`), and what is agreed goes into the catalogue's files (`publishing`).
"""
