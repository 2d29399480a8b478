"""Which of the 1,571 villages a row means."""
