"""Core: pure values and functions, without clock, chance, files or threads.

From the bottom up; each folder imports only those above it in this list:

    basics      card ids, moments, grades, confidence: small types used everywhere
    values      Python values as frozen data, parsed and written, never evaluated
    terminal    foreign text made safe, and laid out in terminal cells
    runs        programs to run, outcomes, checks of code, pictures of results
    scheduling  reviews become memories, due days, an agenda and a plan (FSRS)
    judging     a response and an outcome become a verdict
    kinds       one file for each way of asking a question
    cards       cards, decks, libraries; variants, prerequisites, trust
    interview   mock interviews: threads of questions, records, scorecards
    session     the state machine of one study session
    search      which cards a query matches
    stats       figures about the learner, from the log

Judging knows nothing of scheduling, and scheduling nothing of tensors.
"""
