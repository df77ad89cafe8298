using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;

namespace Mm.Data.Models.Batching;

internal static class IdInput
{
    /// <summary>The ids and, where the graph takes one, the mask: [batch, <paramref name="length"/>], int32 or int64.</summary>
    public static IEnumerable<IPassInput> Of(OnnxSession session, TextSettings text, int batch, int length)
    {
        yield return Of(session, text.Input, isMask: false, batch, length);
        if (text.AttentionMask is { } mask)
            yield return Of(session, mask, isMask: true, batch, length);
    }

    private static IPassInput Of(OnnxSession session, string name, bool isMask, int batch, int length) =>
        session.InputType(name) is TensorElementType.Int32
            ? new Wholes<int>(name, isMask, batch, length, value => value)
            : new Wholes<long>(name, isMask, batch, length, value => value);

    private sealed class Wholes<T>(string name, bool isMask, int batch, int length, Func<int, T> convert)
        : PassInput<T>(name, length, batch, [batch, length])
        where T : unmanaged
    {
        public override void Write(int index, TowerRow row)
        {
            var tokens = row.Tokens!;
            var to = Row(index);
            for (var i = 0; i < to.Length; i++)
                to[i] = convert(isMask ? i < tokens.Length ? 1 : 0 : tokens.Ids[i]);
        }
    }
}
