"""What each stage of an episode remembers and can change. Stages do not know each other."""
