"""The commands of `lemmata`, one file a command or a small group of them."""
