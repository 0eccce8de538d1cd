"""The only way to a case: who reads it, whose turn it is, and what each is told of it.

From the top: ``letters`` (those of holders); ``casework`` (a case as it is worked) and
``file_store`` (the sealed files as this machine sees them);
``permission`` (may this holder act, and was it done before), ``generations`` (leaving somebody
out), ``updates`` (word of where a case stands), ``exhibit_copies`` (which exhibits Heard
keeps) and ``conflict_tables`` (which conflict table is given out); ``case_access`` (the only
way to a case), ``tiers`` (who reads it, whose turn it is), ``case_view`` (a case in the API's
words), ``caseload`` (who has as many as anybody should), ``law`` (packs, holidays, zones),
``roster`` (those that were published) and ``contacts``
(who is told beside the readers); ``notify_key`` (what contacts are sealed to) and ``own_keys``
(keys that a holder puts in the place of their own).
"""
