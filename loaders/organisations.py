"""组织: offices and bodies, never persons."""

from graph.tables import TABLES

TABLE = TABLES["组织"]
KIND = "Office"
