"""What each operating system offers to start and control a child process.

A child gets a clean environment, no input, and only the descriptors it was lent;
killing it kills what it started.
"""
