"""The call centre's desk: find whom it is about, write down what was said, read out the code."""
