"""企业关系: ties between enterprises."""

from graph.tables import TABLES

TABLE = TABLES["企业关系"]
KIND = "Relation"
