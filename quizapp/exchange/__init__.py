"""The door to other programs' cards: one file or folder for each format.

Reading gives the values of `imported`; nothing that is read is ever run here.
"""
