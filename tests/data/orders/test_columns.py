"""Which column is what in several languages, and which ones are not used."""

import pytest

from segbench.data.orders import OrderColumns
from segbench.data.orders.roles import assign
from segbench.errors import DataError

HEADERS = [
    "Kundennummer;Bestelldatum;Bestellnummer;Artikel;Menge;Einzelpreis",
    "Kundennr;Rechnungsdatum;Rechnungsnr;Artikelnummer;Anzahl;Preis",
    "Kunden-ID;Auftragsdatum;Auftrags-Nr.;Produkt;Stückzahl;Stückpreis",
    "N° client;Date de commande;N° commande;Produit;Quantité;Prix unitaire",
    "id_client;date_achat;id_facture;article;qte;prix",
    "Código cliente;Fecha de pedido;Número de pedido;Artículo;Cantidad;Precio",
    "Codice cliente;Data ordine;Numero ordine;Prodotto;Quantità;Prezzo unitario",
    "Klantnummer;Besteldatum;Bestelnummer;Artikel;Aantal;Stuksprijs",
    "Customer ID;InvoiceDate;InvoiceNo;StockCode;Quantity;UnitPrice",
]
AMOUNTS = [
    "Kunde;Datum;Betrag;Währung",
    "Kunde;Kaufdatum;Umsatz;Waehrung",
    "client;date;montant;devise",
    "cliente;fecha;importe;moneda",
    "cliente;data;importo;valuta",
    "klant;datum;bedrag;valuta",
]


def roles_of(header):
    names = header.split(";")
    roles = assign({name: [] for name in names}, OrderColumns())
    return {role: names.index(name) for role, name in roles.items()}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_lines(header):
    roles = ["customer", "date", "order", "product", "quantity", "price"]
    assert roles_of(header) == {role: i for i, role in enumerate(roles)}


@pytest.mark.parametrize("header", AMOUNTS)
def test_headers_of_orders(header):
    roles = ["customer", "date", "amount", "currency"]
    assert roles_of(header) == {role: i for i, role in enumerate(roles)}


def test_columns_that_are_not_used_are_named(read, count):
    text = (
        "customer,date,amount,Status,ShipDate\n"
        "a,2024-01-01,5,shipped,2024-01-03\n"
        "a,2024-01-02,6,Returned,2024-01-03\n"
        "b,2024-01-02,7,cancelled,2024-01-03\n"
    )
    table, steps = read(text)
    assert table["monetary"].to_dict() == {"a": 11, "b": 7}
    assert count(steps, "columns not used: 'Status', 'ShipDate'") == 3
    words = "lines that 'Status' calls Returned or cancelled count as purchases"
    assert count(steps, words) == 2
    _, steps = read("customer,date,amount\na,2024-01-01,5\n")
    assert not any("not used" in step.action for step in steps)


@pytest.mark.parametrize("cell", ["133.15", "5.5", "€5", "1.900,32 €", "12 EUR"])
def test_money_under_another_name(read, cell):
    """Without amounts the usual feature sets have nothing to work on."""
    text = f"customer;date;Wert\na;2024-01-01;{cell}\n"
    with pytest.raises(DataError) as refused:
        read(text)
    for words in ("'Wert'", "dataset.columns.price=Wert", "features=rfm_no_amounts"):
        assert words in str(refused.value)
    table, steps = read(text, columns=OrderColumns(amount=""))
    assert "monetary" not in table
    (said,) = [step.action for step in steps if step.column == "monetary"]
    assert "features=rfm_no_amounts" in said
    assert "monetary" in read(text, columns=OrderColumns(amount="Wert"))[0]


def test_other_numbers_are_no_money(read):
    table, _ = read("customer,date,shop\na,2024-01-01,12\n")
    assert table["frequency"].to_dict() == {"a": 1}
