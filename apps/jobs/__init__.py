"""Work that goes on behind the pages: a row before it is a message, claimed by lease."""
