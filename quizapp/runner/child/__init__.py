"""The child's side of a run: every module here may share a process with a snippet.

A child is limited and confined before any code arrives, runs one program, and is
used once. It imports nothing else of quizapp than `quizapp.runner.protocol`.
"""
