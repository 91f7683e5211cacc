"""What exceeds one storage call."""
