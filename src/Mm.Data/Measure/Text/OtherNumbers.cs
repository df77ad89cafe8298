namespace Mm.Data.Measure.Text;

/// <summary>Words before a number that say it is no person's: of orders, parcels, parts, books, machines.</summary>
internal static class OtherNumbers
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "order", "invoice", "ref", "reference", "tracking", "parcel", "shipment", "serial", "part", "sku", "model", "batch", "lot",
        "ticket",
        "case", "transaction", "isbn", "issn", "ean", "upc", "gtin", "asin", "doi", "version", "build", "release", "commit",
        "hash", "uuid", "guid",
        "timestamp", "unix", "epoch", "item", "product", "article", "catalogue", "catalog", "page", "room", "flight", "row", "total",
        "price", "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "bestellung", "bestellnummer", "rechnung", "commande", "facture",
        "pedido",
        "factura", "ordine", "pmid", "arxiv", "job", "session", "request", "trace", "booking", "code", "population", "numbers",
        "sample", "meter",
    ];
}
