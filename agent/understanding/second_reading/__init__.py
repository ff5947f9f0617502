"""A language model beside the rules: when it is asked, what of it is believed."""
