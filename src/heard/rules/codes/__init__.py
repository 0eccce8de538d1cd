"""The closed vocabularies: each set of codes once, one file a subject.

What events say, tables keep and rules decide by is one of these. Whoever checks a receipt reads
each in words (client/locales, ``said.…``). A code that is new needs those words in every language
and a migration: the tables refuse what they do not know.
"""
