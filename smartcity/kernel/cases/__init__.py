"""Cases: procedures, their forms, applications, and what becomes of them up to the decision.

A procedure is declared by a room (``procedures.py``) or built by staff; its versions never change. An applicant fills
a draft and submits it: it becomes a case with a number, a state in plain words, messages, documents, a fee, a decision.
"""
