"""The report as one HTML file."""

from segbench.report.html.page import write_page

__all__ = ["write_page"]
