"""What is wished for, and what is unclear enough to be asked back."""
