"""The review editor: a local web application over catalogs, for the person who confirms drafts.

`Desk` (desk.py) holds what it does, without HTTP: articles open for review, every change one save
of a catalog. `make_app` (app.py) puts it behind HTTP, `serve` (serving.py) into a browser. `effort`
measures what the review cost.
"""
