"""What is read where a text cannot be: what was meant, or what comes after it; each mistake told once."""
