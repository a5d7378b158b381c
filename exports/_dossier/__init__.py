"""Parts of the dossier: what it says, its footnotes, its template."""
