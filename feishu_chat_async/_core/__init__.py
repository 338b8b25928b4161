"""What every call passes through: tokens, limits, deadlines, retries and the HTTP exchange."""
