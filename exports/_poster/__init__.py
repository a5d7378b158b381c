"""The parts of the wall chart: what a box says, where it stands, how it is drawn and set."""
