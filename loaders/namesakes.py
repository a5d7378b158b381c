"""同名核对: which names a person has judged to be the same enterprise."""

from dataclasses import replace

from graph.model import Column, Field
from graph.tables import TABLES

# The reason stands in the file that liantu asks with; nobody needs it in a template.
_WHY = Field("why", str, False, (), Column("原因"))
TABLE = replace(TABLES["同名核对"], columns=(*TABLES["同名核对"].columns, _WHY))
KIND = "Same"
