"""The graph: kinds, assembling and checking, linking, presence and topology, the stores."""
