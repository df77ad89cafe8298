using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class CpuTopologyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_thread_of_every_core_comes_before_the_second_threads()
    {
        Cpu(0, "0,2", 0);
        Cpu(1, "1,3", 1);
        Cpu(2, "0,2", 0);
        Cpu(3, "1,3", 1);
        var topology = new CpuTopology(_folder.Path);

        Assert.Equal([0, 1, 2, 3], topology.PhysicalFirst([0, 1, 2, 3]));
        Assert.Equal([3, 2], topology.PhysicalFirst([3, 2]));
        Assert.Equal([0, 3, 1, 2], new CpuTopology(Neighbours()).PhysicalFirst([0, 1, 2, 3]));
    }

    [Fact]
    public void The_memory_node_of_a_core_is_read()
    {
        Cpu(5, "5", 1);

        Assert.Equal(1, new CpuTopology(_folder.Path).NumaNode(5));
        Assert.Equal(0, new CpuTopology(_folder.Path).NumaNode(6));
    }

    [Fact]
    public void A_machine_that_tells_nothing_keeps_the_order() =>
        Assert.Equal([2, 0, 1], new CpuTopology(_folder["nothing"]).PhysicalFirst([2, 0, 1]));

    // Three threads on one core, one on another.
    private string Neighbours()
    {
        foreach (var core in (int[])[0, 1, 2])
            Cpu(core, "0-2", 0, "other");
        Cpu(3, "3", 0, "other");
        return _folder["other"];
    }

    private void Cpu(int core, string siblings, int node, string below = ".")
    {
        var cpu = Path.Combine(_folder[below], $"cpu{core}");
        Directory.CreateDirectory(Path.Combine(cpu, "topology"));
        Directory.CreateDirectory(Path.Combine(cpu, $"node{node}"));
        File.WriteAllText(Path.Combine(cpu, "topology", "thread_siblings_list"), siblings + "\n");
    }
}
