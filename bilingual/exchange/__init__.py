"""Translations on their way to and from other people's tools: XLIFF, TMX, CSV, DOCX.

`table` is what is exchanged, the same for all; one file for each format turns it into bytes or
reads it back; `arrival` fits what came back into the catalog and loses nobody's work.
"""
