using Mm.Data.App.Hosting;
using Mm.Data.Models.Pull;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>How far a pull is, on standard error: a bar a file on a terminal, a line a tenth elsewhere.</summary>
internal static class PullReport
{
    public static async Task<PulledModel> ShowAsync(Func<IProgress<PullProgress>, Task<PulledModel>> pull)
    {
        if (Console.IsErrorRedirected)
            return await pull(new Lines());
        var console = Terminal.On(Console.Error, redirected: false);
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(progress => pull(new Bars(progress)));
    }

    private sealed class Bars(ProgressContext progress) : IProgress<PullProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(PullProgress value)
        {
            if (!_bars.TryGetValue(value.File, out var bar))
                _bars.Add(value.File, bar = progress.AddTask(Markup.Escape(value.File), maxValue: value.Bytes));
            bar.Value = value.Done;
        }
    }

    private sealed class Lines : IProgress<PullProgress>
    {
        private (string File, long Tenth) _said;

        public void Report(PullProgress value)
        {
            var tenth = 10 * value.Done / value.Bytes;
            if (_said == (value.File, tenth))
                return;
            _said = (value.File, tenth);
            Console.Error.WriteLine($"{value.File}: {value.Done} of {value.Bytes} bytes");
        }
    }
}
