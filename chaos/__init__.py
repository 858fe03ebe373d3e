"""What must hold whatever fails, tried: clocks by an almanac, and a service that is killed."""
