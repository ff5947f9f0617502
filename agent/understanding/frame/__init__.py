"""The frame while a turn is entered into it, the difference it made, and going back."""
