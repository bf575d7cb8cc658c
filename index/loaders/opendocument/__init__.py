"""What the OpenDocument formats share: the file, its styles and lists, the text that stands in all of them."""
