"""Assessment: frameworks as data, evidence, and judgements held side by side and pooled."""
