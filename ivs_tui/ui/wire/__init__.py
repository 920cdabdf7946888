"""What goes to the terminal: the difference between what it shows and what it should show."""
