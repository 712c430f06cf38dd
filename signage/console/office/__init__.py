"""What the console does, without a word of HTTP: the central folder, uploads, approval."""
