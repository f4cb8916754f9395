"""What columns of order logs are called, in six languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_ID = (
    r"(id|no|nr|num|number|key|code|ref|nummer|numero|numer|kennung|codigo|codice"
    r"|referenz|reference)"
)
_OF = r"(de|du|del|des|di|d|van)?(la|le|l)?"
_PERSON = (
    r"(customer|client|user|member|buyer|shopper|cust|consumer|household"
    r"|kunden?|kaeufer|kaufer|kundin|mitglieds?|besteller"
    r"|cliente|clientes|acheteur|comprador|acquirente|klanten|klant|afnemer)"
)
_ORDER = (
    r"(invoice|order|transaction|basket|receipt|bill|ticket|trans|sale"
    r"|bestellung|bestellungs|bestell|auftrags?|rechnungs?|belegs?|kassenbon|bon"
    r"|transaktions?|kauf|commande|facture|achat|pedido|factura|compra|ordine|fattura"
    r"|scontrino|acquisto|bestelling|bestel|factuur|aankoop)"
)
_GOODS = (
    r"(product|stock|item|article|sku|asin|artikel|produkt|waren?|produit|articulo"
    r"|producto|articolo|prodotto)"
)
_DAY = r"(date|datetime|time|timestamp|day|at|datum|zeitpunkt|zeit|fecha|data)"

NAMES: Mapping[str, tuple[str, ...]] = {
    "customer": (
        rf"{_PERSON}(unique)?{_ID}|{_ID}{_OF}{_PERSON}|n{_PERSON}",
        _PERSON,
    ),
    "date": (
        rf"{_ORDER}(purchase)?({_DAY}|tag)(time)?|purchase{_DAY}|{_DAY}of{_ORDER}"
        rf"|{_DAY}{_OF}{_ORDER}",
        rf"{_DAY}|created(at|on)|eventtime|zeitstempel|datumuhrzeit",
    ),
    "order": (rf"{_ORDER}{_ID}|{_ID}{_OF}{_ORDER}|n{_ORDER}", _ORDER),
    "quantity": (
        r"quantity|qty|orderqty|quantityordered|units(sold)?|pieces"
        r"|(bestell|verkaufs)?menge|anzahl|stueck(zahl)?|stuck(zahl)?"
        r"|quantite|qte|cantidad|unidades|quantita|aantal|hoeveelheid",
    ),
    "price": (
        r"(unit|item|piece)price|price(each|perunit)|(stueck|stuck|einzel)preis"
        r"|prixunitaire|prixunite|preciounitario|preciounidad|prezzounitario"
        r"|(stuks|eenheids)prijs",
        r"price|preis|prix|precio|prezzo|prijs",
    ),
    "amount": (
        r"(line|order|invoice|sales?|transaction|net|gross)?(amount|total|value)"
        r"|(total|sales?)(amount|price|sales|spent|value)|revenue|turnover|sales"
        r"|dollarvalue|spent|spend"
        r"|(gesamt|rechnungs|bestell|netto|brutto|zahl)?betrag|(netto|brutto)?umsatz"
        r"|(gesamt)?summe|gesamtpreis|bestellwert|warenwert|umsatze?r?loes|erloese?"
        rf"|(montant|importe|importo)({_OF}{_ORDER})?|(montant|importe|importo)?totale?"
        r"|prixtotal|chiffredaffaires?|monto(total)?|preciototal|prezzototale"
        r"|(totaal|factuur|order)?bedrag|omzet",
    ),
    "product": (rf"{_GOODS}{_ID}|{_ID}{_OF}{_GOODS}|sku|asin", rf"{_GOODS}"),
    "currency": (
        r"currency(code)?|curr|ccy|waehrung|wahrung|devise|monnaie|moneda|divisa"
        r"|valuta",
    ),
}
"""Patterns of names by role, the surer ones first; see `plain` for what they match."""


def plain(name: str) -> str:
    """Write a name in small letters without marks: ``N° Client``, ``Währung``."""
    bare = re.sub(r"[\W_]", "", name).lower().replace("ß", "ss")
    apart = unicodedata.normalize("NFKD", bare)
    return "".join(one for one in apart if not unicodedata.combining(one))
