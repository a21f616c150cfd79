"""Previews (förhandsvisningar): a content as its recipient would see it, for an hour, to whoever has the link."""
