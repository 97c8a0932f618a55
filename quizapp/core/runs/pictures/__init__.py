"""Pictures: named results of a run as lines of text, and in words.

Every picture can be read without color. A `Span` names its role; the front end picks
the color.

    picture      which picture a value gets, and its heading
    curves       series of numbers, drawn in braille
    histogram    counts in bins, as columns
    heatmap      a matrix, cell by cell
    scale        numbers as levels of color or density, with a legend
    number_table a matrix as numbers
    description  what a picture shows, as its heading or in one sentence
    trend        how a series goes, in words
    elements     the numbers of a value, safe to calculate with
    span         lines and roles, which all of them share
"""
