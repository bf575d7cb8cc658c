"""How good the answers are: questions whose answers are known are asked, judged, measured and compared.

``asking`` (the questions and their files), ``places`` (where in the library each answer stands), ``judging`` (one
answer), ``running`` (all of them), ``measures`` (figures of a run), ``comparing`` (two runs), ``storing`` (runs by
name), ``tables`` and ``page`` (what is shown), ``drafting`` (questions made of the documents for a person to check).
"""
