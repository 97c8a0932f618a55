"""Mock interviews: timed, silent until the end, one question leading to the next.

The parts, in the order of an interview:

    the open cards that can lead a thread are ranked    selection.py
    the minutes are divided among threads               timing.py
    a question is chosen by the answers so far          threads.py, follow_ups.py
    its values are drawn                                question.py
    it is asked, answered, rated, checked, ticked       phases.py
    each step is a fact of the log                      facts.py
    the facts of an interview are a record              record.py
    the record has a scorecard and a signal             scorecard.py, signal.py
    ticks are compared with the words that were found   assessment.py
    every question is looked at again                   debrief.py
    an outside program says what it thinks              opinion.py
    and the whole with earlier interviews               comparison.py

`flow/interview.py` is this flow as code. The phase, the next question and the scorecard
follow from the record alone (with the cards, and for the phase the time), so an
interview can be killed at any point and go on.
"""
