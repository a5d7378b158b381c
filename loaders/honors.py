"""荣誉: honors and ranks of enterprises."""

from graph.tables import TABLES

TABLE = TABLES["荣誉"]
KIND = "Holds"
