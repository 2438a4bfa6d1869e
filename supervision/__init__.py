"""The office's rhythm: problems that are followed until somebody else confirms that they are settled."""
