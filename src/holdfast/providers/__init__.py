"""What may lie outside the server or be swapped: embeddings, completions, tokens, entities, summaries."""
