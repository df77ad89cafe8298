using System.Globalization;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit;

/// <summary>
/// Random tampers on a published release, of careless and of careful ones, and clean releases. <c>MMDATA_TAMPERS</c> says how many; a tenth
/// as many clean ones.
/// </summary>
public sealed class TamperTests : IDisposable
{
    private const int DefaultTampers = 72;
    private const double NamedMin = 0.99;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Tampers => Environment.GetEnvironmentVariable("MMDATA_TAMPERS") is { Length: > 0 } number
        ? int.Parse(number, CultureInfo.InvariantCulture)
        : DefaultTampers;

    public void Dispose() => _folder.Dispose();

    [Promise(PromiseAttribute.Audit, "Whatever is edited, deleted, inserted, reordered, cut or swapped in a release is found, and named to the row or leaf.")]
    [Fact]
    public async Task Every_tamper_is_found_and_named()
    {
        await new MadeRelease(1, 130).PublishAsync(_folder["store"], "old");
        await new MadeRelease(2, 200).PublishAsync(_folder["store"], "release");
        var (missed, unnamed, inRows, failures) = (0, 0, 0, new List<string>());
        for (var number = 0; number < Tampers; number++)
        {
            var copy = _folder[$"copy-{number}"];
            Copy(_folder["store/release"], copy);
            var random = new Random(20_261_126 + number);
            var tamper = await Audit.Tampers.All[number % Audit.Tampers.All.Count](new Tampers(random, new ReleaseEditor(copy)));
            var report = await VerifyAsync(copy);
            Directory.Delete(copy, recursive: true);
            inRows += tamper.Names.Count > 0 ? 1 : 0;
            if (report.Holds)
                failures.Add($"{number} missed: {tamper.Kind} {tamper.File}");
            else if (!Names(report, tamper))
                failures.Add($"{number} not named: {tamper.Kind} {tamper.File} {string.Join(' ', tamper.Names.Take(1))}: {Told(report)}");
            missed += report.Holds ? 1 : 0;
            unnamed += report.Holds || Names(report, tamper) || tamper.Names.Count == 0 ? 0 : 1;
        }

        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{Tampers} tampers: {Tampers - missed} found; {inRows} in rows and leaves: {inRows - unnamed} named. ");
        TestContext.Current.SendDiagnosticMessage(told);
        Figures.Record(typeof(TamperTests), told.TrimEnd('.', ' '));
        Assert.True(missed == 0 && inRows - unnamed >= NamedMin * inRows, told + string.Join("\n", failures));
        Assert.True(failures.Count <= (1 - NamedMin) * Tampers, told + string.Join("\n", failures));
    }

    [Promise(PromiseAttribute.Audit, "Whoever makes a release anew, all digests right, is found by the key.")]
    [Fact]
    public async Task Whoever_makes_everything_anew_is_found_by_the_key()
    {
        await new MadeRelease(2, 200).PublishAsync(_folder["store"], "release");
        for (var number = 0; number < 6; number++)
        {
            var copy = _folder[$"copy-{number}"];
            Copy(_folder["store/release"], copy);
            var editor = new ReleaseEditor(copy);
            await Audit.Tampers.All[number](new Tampers(new Random(number), editor));
            await editor.MendAsync();
            await editor.SignAnewAsync(_folder[$"forger-{number}"]);
            var report = await VerifyAsync(copy);

            Assert.Contains("signature-missing", report.Findings.Select(finding => finding.Code));
        }
    }

    [Promise(PromiseAttribute.Audit, "An older release in the place of a newer one is found by a kept checkpoint.")]
    [Fact]
    public async Task An_older_release_in_the_place_of_a_newer_one_is_found_by_the_kept_checkpoint()
    {
        await new MadeRelease(1, 60).PublishAsync(_folder["store"], "old");
        await new MadeRelease(2, 60).PublishAsync(_folder["store"], "release");
        var kept = Checkpoint.Parse(await File.ReadAllBytesAsync(_folder["store/release/audit/checkpoint"], Cancel));

        Assert.True((await VerifyAsync(_folder["store/old"])).Holds);
        Assert.Equal(["log-shrunk"], (await VerifyAsync(_folder["store/old"], kept)).Findings.Select(finding => finding.Code));
    }

    /// <summary>Releases of many sizes, one after the other in one ledger, each checked against the checkpoint of the one before.</summary>
    [Promise(PromiseAttribute.Audit, "A release as it was made raises nothing.")]
    [Fact]
    public async Task Clean_releases_raise_nothing()
    {
        Checkpoint? kept = null;
        for (var number = 0; number < Math.Max(10, Tampers / 10); number++)
        {
            var made = new MadeRelease(1000 + number, 1 + (number * 37 % 150));
            var result = await made.PublishAsync(_folder["store"], $"release-{number}");
            if (result.Status is PublishStatus.Refused)
                continue; // so few samples that none was kept
            var folder = _folder[$"store/release-{number}"];

            Assert.Empty((await VerifyAsync(folder, kept)).Findings);
            kept = Checkpoint.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "audit/checkpoint"), Cancel));
        }
    }

    private static bool Names(VerifyReport report, Tamper tamper) => report.Findings.Any(finding => tamper.Names.Count > 0
        ? tamper.Names.Any(name => finding.Where == name || finding.Message.Contains(name, StringComparison.Ordinal))
        : tamper.File.Length == 0 || finding.Where.StartsWith(tamper.File, StringComparison.Ordinal)
            || finding.Message.Contains(tamper.File, StringComparison.Ordinal));

    private static string Told(VerifyReport report) =>
        string.Join(", ", report.Findings.Take(8).Select(finding => $"{finding.Code} {finding.Where}"));

    private static Task<VerifyReport> VerifyAsync(string folder, Checkpoint? kept = null) =>
        Verifier.VerifyAsync(folder, new VerifyOptions { Keys = [TestKeys.Mine.Public], Checkpoint = kept }, Cancel);

    private static void Copy(string from, string to)
    {
        foreach (var path in ReleasePaths.Files(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path))!);
            File.Copy(Path.Combine(from, path), Path.Combine(to, path));
        }
    }
}
