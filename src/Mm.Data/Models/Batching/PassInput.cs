using Microsoft.ML.OnnxRuntime;

namespace Mm.Data.Models.Batching;

/// <summary>One input of a pass: a buffer that never moves and the tensor that lies in it.</summary>
internal interface IPassInput : IDisposable
{
    string Name { get; }

    OrtValue Value { get; }

    /// <summary>Whether a binding holds it already.</summary>
    bool IsBound { get; set; }

    void Write(int index, TowerRow row);

    /// <summary>Clears the rows from <paramref name="first"/> on.</summary>
    void Blank(int first);
}

/// <summary>What the inputs share: a pinned array of <typeparamref name="T"/>, <paramref name="row"/> numbers a row.</summary>
internal abstract class PassInput<T>(string name, int row, int batch, long[] shape) : IPassInput
    where T : unmanaged
{
    private readonly T[] _buffer = GC.AllocateArray<T>(row * batch, pinned: true);
    private OrtValue? _value;

    public string Name => name;

    public OrtValue Value => _value ??= OrtValue.CreateTensorValueFromMemory(_buffer, shape);

    public bool IsBound { get; set; }

    public abstract void Write(int index, TowerRow row);

    public void Blank(int first) => _buffer.AsSpan(first * row).Clear();

    public void Dispose() => _value?.Dispose();

    protected Span<T> Row(int index) => _buffer.AsSpan(index * row, row);
}
