"""What happens next: one file a step, in the past tense. Read contents.py first."""
