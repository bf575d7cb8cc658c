"""How the learned parts of Quoth were made: scripts over public data, none of which the installed product needs."""
