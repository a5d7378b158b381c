"""企业: enterprises and their seats."""

from graph.tables import TABLES

TABLE = TABLES["企业"]
KIND = "Enterprise"
