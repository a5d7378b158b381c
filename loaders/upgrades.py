"""三化: the 三化 figures of segments."""

from graph.tables import TABLES

TABLE = TABLES["三化"]
KIND = "Upgrades"
