"""Language models: an answer to a prompt, from an OpenAI-compatible endpoint or from Anthropic."""
