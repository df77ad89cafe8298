using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Mm.Data.Fuzz;

/// <summary>
/// The edges that instrumented code has run through. Code without instrumentation leaves it empty: inputs are then mutated blindly.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Edges = 1 << 16;

    private readonly byte[] _seen = new byte[Edges];
    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Edges);

    /// <summary>Gives the instrumented code its map: before any of it runs, or it would write to nowhere.</summary>
    public Coverage() => Trace.SharedMem = _map;

    public int Seen { get; private set; }

    public void Clear()
    {
        new Span<byte>(_map, Edges).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last input took an edge, or took one so much more often, that none before it did.</summary>
    public bool IsNew()
    {
        var isNew = false;
        for (var edge = 0; edge < Edges; edge++)
        {
            if (_map[edge] == 0)
                continue;
            var bucket = (byte)(1 << Math.Min(7, 31 - int.LeadingZeroCount(_map[edge])));
            if ((_seen[edge] & bucket) != 0)
                continue;
            Seen += _seen[edge] == 0 ? 1 : 0;
            _seen[edge] |= bucket;
            isNew = true;
        }

        return isNew;
    }
}
