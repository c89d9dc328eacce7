"""How a request travels: sessions, paging, limits, redaction. No resource's name stands here."""
