"""What installed packages offer: read from their metadata, imported when it is used."""

from segbench.plugins.entry_points import (
    ALGORITHMS,
    MEASURES,
    SCALERS,
    Offer,
    offers,
    one_offer,
)
from segbench.plugins.loading import PluginWarning, load, load_modules, warn_of_rivals

__all__ = [
    "ALGORITHMS",
    "MEASURES",
    "SCALERS",
    "Offer",
    "PluginWarning",
    "load",
    "load_modules",
    "offers",
    "one_offer",
    "warn_of_rivals",
]
