"""The *Inside* page: what every layer does with the digit on the pad, and why it is read so."""
