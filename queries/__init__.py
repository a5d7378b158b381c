"""Questions to typed rows, each with its reasons: one file per question."""
