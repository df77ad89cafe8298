using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Runtime;

namespace Mm.Data.Models.Batching;

internal static class PixelInput
{
    /// <summary>[batch, 3, height, width], normalised.</summary>
    public static IPassInput Normalised(PictureTensor picture, TensorElementType element, int batch)
    {
        var settings = picture.Settings;
        long[] shape = [batch, 3, settings.Height, settings.Width];
        return element is TensorElementType.Float16
            ? new Halves(picture, batch, shape)
            : new Floats(picture, batch, shape);
    }

    /// <summary>[batch, height, width, 3] as it came, for <see cref="PixelPrefix"/>.</summary>
    public static IPassInput Raw(PictureTensor picture, int batch) => new Bytes(picture, batch);

    private sealed class Floats(PictureTensor picture, int batch, long[] shape)
        : PassInput<float>(picture.Settings.Input, picture.Length, batch, shape)
    {
        public override void Write(int index, TowerRow row)
        {
            if (row.Picture is { } view)
                picture.Fill(view, Row(index));
            else
                Row(index).Clear();
        }
    }

    private sealed class Halves(PictureTensor picture, int batch, long[] shape)
        : PassInput<Float16>(picture.Settings.Input, picture.Length, batch, shape)
    {
        private readonly float[] _wide = new float[picture.Length];

        public override void Write(int index, TowerRow row)
        {
            var to = Row(index);
            to.Clear();
            if (row.Picture is not { } view)
                return;
            picture.Fill(view, _wide);
            for (var i = 0; i < to.Length; i++)
                to[i] = (Float16)_wide[i];
        }
    }

    private sealed class Bytes(PictureTensor picture, int batch) : PassInput<byte>(
        PixelPrefix.Input, picture.Length, batch, [batch, picture.Settings.Height, picture.Settings.Width, 3])
    {
        public override void Write(int index, TowerRow row)
        {
            if (row.Picture is not { } view)
            {
                Row(index).Clear();
                return;
            }

            picture.Check(view);
            view.Pixels.Span.CopyTo(Row(index));
        }
    }
}
