"""What each operating system offers for starting and ending processes."""
