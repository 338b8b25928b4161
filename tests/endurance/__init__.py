"""An endurance run: many workers, every fault, and a ledger that must balance at the end."""
