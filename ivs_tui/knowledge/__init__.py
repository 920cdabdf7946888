"""What events, codes and codec strings mean: data files and pure functions."""
