using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Test pictures, and what Pillow makes of them: Debian's python3-pil is run, because it is the reference.</summary>
internal static class Pictures
{
    private const string Python = "/usr/bin/python3";
    private const string Before = "import sys, io\nfrom PIL import Image, ImageDraw, ImageOps, ImageCms\nout = io.BytesIO()\n";
    private const string After = "\nsys.stdout.buffer.write(out.getvalue())\n";

    private static readonly Lazy<bool> HasPillow = new(() => File.Exists(Python) && TryRun("from PIL import Image", out _));

    /// <summary>Runs a script that has Pillow at hand and returns what it wrote to <c>out</c>.</summary>
    public static byte[] Pillow(string script)
    {
        Assert.SkipUnless(HasPillow.Value, "needs python3-pil");
        Assert.True(TryRun(script, out var result), System.Text.Encoding.UTF8.GetString(result));
        return result;
    }

    /// <summary>
    /// A smooth picture with edges, so that codecs and filters have something to get wrong; <paramref name="save"/> is Pillow's
    /// save call.
    /// </summary>
    public static byte[] Make(int width, int height, string save) => Pillow(Scene(width, height) + $"im{save}\n");

    /// <summary>Python that leaves a picture named <c>im</c>.</summary>
    public static string Scene(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"""
        w, h = {width}, {height}
        im = Image.merge('RGB', [Image.linear_gradient('L').resize((w, h)), Image.radial_gradient('L').resize((w, h)),
            Image.effect_mandelbrot((w, h), (-2, -1.2, 1, 1.2), 60)])
        d = ImageDraw.Draw(im)
        d.rectangle([w // 5, h // 4, w // 2, h // 2], fill=(250, 20, 30))
        d.line([0, h, w, 0], fill=(0, 255, 255), width=max(1, w // 100))

        """);

    /// <summary>Opens <paramref name="encoded"/> as <c>im</c> and runs the script.</summary>
    public static byte[] Reopen(byte[] encoded, string script) =>
        Pillow($"import base64\nim = Image.open(io.BytesIO(base64.b64decode('{Convert.ToBase64String(encoded)}')))\n{script}");

    /// <summary>Runs a program on <paramref name="input"/> and returns what it wrote.</summary>
    public static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return output.ToArray();
    }

    /// <summary>Argument of Pillow's save call for an Exif block that holds an orientation and nothing else.</summary>
    public static string Orientation(int orientation) =>
        $@"exif=b'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x0{orientation}\0\0\0\0\0\0\0'";

    /// <summary>Runs a script of its own that has Pillow at hand.</summary>
    public static void PillowFile(string path, params string[] arguments)
    {
        Assert.SkipUnless(HasPillow.Value, "needs python3-pil");
        using var process = Process.Start(new ProcessStartInfo(Python, [path, .. arguments]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static bool TryRun(string script, out byte[] result)
    {
        var start = new ProcessStartInfo(Python, ["-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write($"{Before}{script}{After}");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        result = process.ExitCode == 0 ? bytes.ToArray() : System.Text.Encoding.UTF8.GetBytes(errors.GetAwaiter().GetResult());
        return process.ExitCode == 0;
    }
}
