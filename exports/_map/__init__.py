"""The parts of the interactive map: where things go, what a page holds, and the page itself."""
