"""名单: lists that rule enterprises out or warn of them."""

from graph.tables import TABLES

TABLE = TABLES["名单"]
KIND = "OnList"
