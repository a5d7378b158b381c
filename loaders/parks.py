"""园区: parks, a phase a row."""

from graph.tables import TABLES

TABLE = TABLES["园区"]
KIND = "ParkPhase"
