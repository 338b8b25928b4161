"""Many workers, all the trouble that there is, and books that must balance in the end."""
