"""What each kind looks like: columns, sections, where Enter leads. No I/O."""
