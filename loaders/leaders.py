"""链主: enterprises named as leaders of chains."""

from dataclasses import replace

from graph.tables import TABLES

_OWN = TABLES["链主"]
_NAME = _OWN.columns[0]
assert _NAME.column
_LED = replace(
    _NAME, column=replace(_NAME.column, aliases=(*_NAME.column.aliases, "链主企业", "链主", "链主企业名称"))
)
TABLE = replace(_OWN, columns=(_LED, *_OWN.columns[1:]))
KIND = "Leads"
