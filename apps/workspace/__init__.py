"""What a person sees of one revision: report, reading, documents with what stands beside them."""
