using static Mm.Data.Tests.Measure.Text.Identifiers.Arithmetic;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Sentences full of numbers that are nobody's identifier: what shops, machines, banks, libraries and programs write.</summary>
internal static class HardNegatives
{
    private const string Hexadecimal = "0123456789abcdef";
    private const string Upper = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly Func<Dice, string>[] Kinds =
    [
        d => $"Order number {d.Digits(d.In(6, 14))} has shipped.",
        d => $"Your order #{d.Digits(3)}-{d.Digits(7)}-{d.Digits(7)} is on its way",
        d => $"Invoice {d.Letters(2)}-{d.In(2015, 2026)}-{d.Digits(5)} over {d.In(1, 9999)}.{d.Two(0, 99)} EUR",
        d => $"Invoice no. {d.Digits(d.In(8, 10))}, customer {d.Digits(d.In(5, 9))}",
        d => $"Tracking 1Z{d.Of(Upper, 6)}{d.Digits(10)}",
        d => $"parcel {d.Letters(2)}{d.Digits(9)}{d.Letters(2)} left the depot",
        d => $"Parcel {d.Digits(d.Pick([12, 14, 20, 22]))} was handed over",
        d => $"commit {d.Of(Hexadecimal, d.Pick([7, 8, 12, 40]))} fixes it",
        d => $"sha256:{d.Of(Hexadecimal, 64)}",
        d => $"md5 {d.Of(Hexadecimal, 32)}  file.bin",
        d => $"id={Uuid(d)} done",
        d => $"ISBN {Isbn(d)}",
        d => $"ISBN-10: {d.In(0, 9)}-{d.Digits(4)}-{d.Digits(4)}-{d.Of("0123456789X")}, paperback",
        d => $"ISSN {d.Digits(4)}-{d.Digits(3)}{d.Of("0123456789X")}",
        d => $"EAN {Ean(d)} in stock",
        d => $"at {d.In(1_400_000_000, 1_800_000_000)} the job began",
        d => $"ts={d.In(1_400_000_000, 1_800_000_000)}{d.Digits(3)} level=info",
        d => $"{d.Day("yyyy-MM-dd", 1990, 2026)}T{d.Two(0, 23)}:{d.Two(0, 59)}:{d.Two(0, 59)}.{d.Digits(3)}Z",
        d => $"backup-{d.Day("yyyyMMdd", 2000, 2026)}-{d.Two(0, 23)}{d.Two(0, 59)}{d.Two(0, 59)}.tar.gz",
        d => $"log{d.Day("yyyyMMdd", 2000, 2026)}{d.Two(0, 23)}{d.Two(0, 59)}{d.Two(0, 59)}.txt",
        d => $"Part no. {d.Letters(d.In(1, 3))}{d.Digits(d.In(4, 8))}",
        d => $"Part {d.Digits(3)}-{d.Digits(3)}-{d.Digits(3)}, shelf {d.Letters(1)}{d.Digits(2)}",
        d => $"Serial: {d.Of(Upper, d.In(8, 14))}",
        d => $"model {d.Letters(2)}-{d.Digits(4)}-{d.Letters(1)}{d.Digits(2)} weighs {d.In(1, 900)} kg",
        d => $"total {d.In(1, 999)},{d.Digits(3)},{d.Digits(3)}.{d.Digits(2)} USD",
        d => $"Gesamt: {d.In(1, 999)}.{d.Digits(3)}.{d.Digits(3)},{d.Digits(2)} EUR",
        d => $"{d.In(1, 99)} {d.Digits(3)} {d.Digits(3)} inhabitants in {d.In(1900, 2025)}",
        d => $"lat {d.In(-89, 89)}.{d.Digits(6)}, lon {d.In(-179, 179)}.{d.Digits(6)}",
        d => $"version {d.In(0, 20)}.{d.In(0, 99)}.{d.In(0, 9999)}.{d.In(0, 99)} is out",
        d => $"see https://example.org/item/{d.Digits(d.In(6, 13))}?ref={d.Of(Hexadecimal, 10)}",
        d => $"doi:10.{d.Digits(4)}/{d.Letters(3).ToLowerInvariant()}.{d.Digits(7)}",
        d => $"arXiv:{d.Two(10, 25)}{d.Two(1, 12)}.{d.Digits(5)}v{d.In(1, 4)}",
        d => $"Flight {d.Letters(2)}{d.Digits(4)} seat {d.In(1, 40)}{d.Of("ABCDEF")}, booking {d.Of(Upper, 6)}",
        d => $"phi = {d.In(0, 9)}.{d.Digits(d.In(9, 18))}",
        d => $"The winning numbers: {d.Two(1, 49)} {d.Two(1, 49)} {d.Two(1, 49)} {d.Two(1, 49)} {d.Two(1, 49)} {d.Two(1, 49)}",
        d => $"row {d.Digits(5)} {d.Digits(6)} {d.Digits(4)} {d.Digits(7)}",
        d => $"#{d.Of(Hexadecimal, 6)} on #{d.Of(Hexadecimal, 6)}, {d.In(100, 4000)}x{d.In(100, 4000)} px",
        d => $"SKU {d.Digits(d.In(6, 10))}-{d.Letters(2)}",
        d => $"Article {d.Digits(8)} ({d.Letters(3)}) costs {d.In(1, 99)}.{d.Digits(2)}",
        d => $"ticket {d.Letters(3)}-{d.Digits(d.In(3, 6))} moved to done",
        d => $"Meter reading {d.Digits(6)} kWh, meter {d.Digits(10)}",
        d => $"LOT {d.Digits(6)}{d.Letters(1)} EXP {d.Two(1, 12)}/{d.In(2024, 2030)}",
        d => $"Batch {d.Letters(1)}{d.Digits(7)}{d.Letters(1)} passed",
        d => $"token {d.Of(Upper + "abcdefghijklmnopqrstuvwxyz", d.In(20, 44))}",
        d => $"0x{d.Of(Hexadecimal, d.Pick([8, 16]))} in ?? ()",
        d => $"population {d.Digits(7)}, area {d.Digits(5)} km2, code {d.Digits(2)}-{d.Digits(7)}",
        d => $"sample {d.Digits(2)}/{d.Digits(6)}/{d.Digits(2)} of {d.Day("dd.MM.yyyy", 1990, 2026)}",
        d => $"gene ENSG{d.Digits(11)} at {d.In(1, 22)}:{d.Digits(8)}-{d.Digits(8)}",
    ];

    public static IEnumerable<string> Draw(int count)
    {
        var dice = Dice.Of("hard negatives");
        return Enumerable.Range(0, count).Select(turn => Kinds[turn % Kinds.Length](dice));
    }

    private static string Uuid(Dice d) =>
        $"{d.Of(Hexadecimal, 8)}-{d.Of(Hexadecimal, 4)}-4{d.Of(Hexadecimal, 3)}-{d.Of("89ab")}{d.Of(Hexadecimal, 3)}-{d.Of(Hexadecimal, 12)}";

    private static string Ean(Dice d) => d.Digits(12).Then(s => s + Complement(Sum(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3), 10));

    private static string Isbn(Dice d)
    {
        var s = ("978" + d.Digits(9)).Then(s => s + Complement(Sum(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3), 10));
        return d.Pick([s, $"{s[..3]}-{s[3]}-{s[4..8]}-{s[8..12]}-{s[12]}"]);
    }
}
