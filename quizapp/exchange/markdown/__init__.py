"""Cards in Markdown: `Q:`, `A:`, `C:` of hashcards; `a::b`, `==b==` of Obsidian."""
