"""同名核对: which names a person has judged to be the same enterprise."""

from graph.tables import TABLES

TABLE = TABLES["同名核对"]
KIND = "Same"
