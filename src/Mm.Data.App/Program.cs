using System.CommandLine;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;

Terminal.Prepare();
var root = new RootCommand("Mm.Data: from raw media to a verified, redacted release that a trainer may use.")
{
    RunCommand.Create(),
    RunsCommand.Create(),
    FetchCommand.Create(),
    SelectCommand.Create(),
    EvalCommand.Create(),
    VerifyCommand.Create(),
    InspectCommand.Create(),
    QuarantineCommand.Create(),
    KeyCommand.Create(),
    CopyCommand.Create(),
    ExportCommand.Create(),
    RevokeCommand.Create(),
    ServeCommand.Create(),
    WorkerCommand.Create(),
    ScheduleCommand.Create(),
    AccessCommand.Create(),
    ModelsCommand.Create(),
    PiiCommand.Create(),
    TextCommand.Create(),
    FacesCommand.Create(),
    BenchCommand.Create(),
    StagesCommand.Create(),
    DoctorCommand.Create(),
};
root.Options.Add(GlobalOptions.Config);
root.Options.Add(GlobalOptions.Json);
return await CommandLine.InvokeAsync(root, args);
