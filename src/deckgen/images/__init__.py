"""Picture files that anybody may have made → what a deck holds of them: opened within bounds, harmless, without metadata."""
