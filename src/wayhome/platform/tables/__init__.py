"""Tables as files that run nothing: CSV, XLSX and PDF, by writers that know nothing of children."""
