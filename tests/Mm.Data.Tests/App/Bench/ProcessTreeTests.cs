using System.Diagnostics;
using Mm.Data.App.Bench;
using Xunit;

namespace Mm.Data.Tests.App.Bench;

public sealed class ProcessTreeTests
{
    [Fact]
    public async Task The_CPU_of_a_grandchild_is_counted()
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sh -c 'i=0; while [ $i -lt 2000000 ]; do i=$((i+1)); done; sleep 60'; :"]))!;
        try
        {
            // The loop takes half a second or more on any machine; what counts is that it is seen while the grandchild lives.
            while (ProcessTree.Members(shell.Id).Sum(id => ProcessTree.OwnCpuSeconds(id) ?? 0) < 0.2)
                await Task.Yield();
            Assert.True(ProcessTree.Members(shell.Id).Count >= 2);

            // Not this process's own tree: those of other tests end beside this one, and take their time with them.
            Assert.InRange(ProcessTree.TreeCpuSeconds(shell.Id), 0.15, 60);
            Assert.Contains(shell.Id, ProcessTree.Members(Environment.ProcessId));
            Assert.InRange(ProcessTree.MemoryMib(shell.Id), 0.01, 100);
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void A_process_that_is_gone_has_neither_time_nor_memory()
    {
        Assert.Null(ProcessTree.OwnCpuSeconds(int.MaxValue));
        Assert.Equal(0, ProcessTree.MemoryMib(int.MaxValue));
    }
}
