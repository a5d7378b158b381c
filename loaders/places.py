"""布点: establishments and projects of enterprises, region by region."""

from graph.tables import TABLES

TABLE = TABLES["布点"]
KIND = "Place"
