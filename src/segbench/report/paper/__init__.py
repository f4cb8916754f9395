"""Tables, methods and a document that compiles: `paper.files.write_paper`.

Nothing is imported here: `report.text` takes the ranking from this package while
`paper.files` takes the methods, which need `report.text`.
"""
