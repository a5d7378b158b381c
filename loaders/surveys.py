"""环节核实: what the county has verified of its segments."""

from graph.tables import TABLES

TABLE = TABLES["环节核实"]
KIND = "Verified"
