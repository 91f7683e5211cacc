"""The forms of words, language by language, in which people say what fills a slot."""
