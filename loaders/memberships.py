"""企业环节: stated memberships of enterprises in segments."""

from graph.tables import TABLES

TABLE = TABLES["企业环节"]
KIND = "Makes"
