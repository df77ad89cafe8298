using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.App.Reports;
using Mm.Data.Audit;

namespace Mm.Data.App.Commands;

/// <summary><c>mmdata verify</c>: everything a release says about itself, checked from its folder alone.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "Folder of a release." };
        var offline =
            new Option<bool>("--offline") { Description = "Accepted for scripts: verification never uses network, database or service." };
        return new Command("verify", "Re-hash a release and check that rows and audit events agree one to one.") { release, offline }
            .Does(async (parse, _, cancel) =>
            {
                var report = await Verifier.VerifyAsync(parse.GetRequiredValue(release), cancel);
                VerifyPrinter.Print(report, parse.GetValue(GlobalOptions.Json));
                return report.Holds ? ExitCode.Done : ExitCode.Findings;
            });
    }
}
