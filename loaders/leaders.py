"""链主: enterprises named as leaders of chains."""

from graph.tables import TABLES

TABLE = TABLES["链主"]
KIND = "Leads"
