using System.Diagnostics;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>The memory that a child shares, in the hands of one that was taken over by its input.</summary>
public sealed class SharedMemoryTests
{
    // The number of the inherited descriptor, out of the settings.
    private const string Number = "n=$(printf %s \"$1\" | sed 's/.*\"sharedDescriptor\":\\([0-9]*\\).*/\\1/')";

    private static readonly MediaFacts Facts = new() { Modality = Modality.Image, Container = "png", Codec = "png", Width = 3, Height = 2 };
    private static readonly ViewSpec Spec = new(2, 1);
    private static readonly ViewsRequest Request = new() { Specs = [Spec] };
    private static readonly Reply Good = new() { Media = Facts, Views = [new(0, 0, 2, 1)] };
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_can_neither_cut_nor_grow_the_memory()
    {
        using var fake = new FakeDecoder(string.Join(
            '\n',
            Number,
            "truncate -s 0 /proc/self/fd/$n 2>/dev/null && exit 9",
            "truncate -s 1G /proc/self/fd/$n 2>/dev/null && exit 9",
            FakeDecoder.Answer(new Reply { Media = Facts }, []),
            "exec sleep 600"));
        await using var pool = fake.Pool();

        Assert.Equal(Facts, (await pool.ProbeAsync(new byte[100], _cancel)).Value);
    }

    [Fact]
    public async Task An_asset_lies_in_the_memory_and_an_answer_is_read_from_it()
    {
        using var fake = new FakeDecoder(string.Join(
            '\n',
            Number,
            "head -c 20 >/dev/null", // the request is there, so the asset is
            $"head -c 6 /proc/self/fd/$n | dd of=/proc/self/fd/$n bs=6 seek={SharedLayout.OutputAt(0)} oflag=seek_bytes conv=notrunc 2>/dev/null",
            FakeDecoder.AnswerInSlot(Good, Spec.Bytes, slot: 0),
            "exec sleep 600"));
        await using var pool = fake.Pool();

        var views = await pool.ViewsAsync((byte[])[1, 2, 3, 4, 5, 6, 7, 8], Request, _cancel);

        Assert.Equal([1, 2, 3, 4, 5, 6], views.Value!.Views[0].Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 6)]
    [InlineData(-2, 6)]
    [InlineData(0, 5)]
    [InlineData(0, SharedLayout.OutputBytes + 1)]
    [InlineData(0, int.MaxValue)]
    public async Task An_answer_from_elsewhere_or_of_another_length_is_refused(int slot, int bytes)
    {
        using var fake = new FakeDecoder($"head -c 20 >/dev/null; {FakeDecoder.AnswerInSlot(Good, bytes, slot)}; exec sleep 600");
        await using var pool = fake.Pool();

        Assert.Equal(DecodeReasons.Protocol, (await pool.ViewsAsync(new byte[100], Request, _cancel)).Reason);
    }

    [Fact]
    public async Task An_asset_larger_than_a_slot_goes_through_the_pipe()
    {
        const int bytes = SharedLayout.InputBytes + 1;
        using var fake = new FakeDecoder($"head -c {bytes} >/dev/null; {FakeDecoder.Answer(new Reply { Media = Facts }, [])}; exec sleep 600");
        await using var pool = fake.Pool();

        Assert.Equal(Facts, (await pool.ProbeAsync(new byte[bytes], _cancel)).Value);
    }

    [Fact]
    public void A_child_inherits_this_descriptor_and_no_other()
    {
        using var memory = new SharedMemory();
        using var another = new SharedMemory();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "ls -l /proc/self/fd"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using var process = Descriptors.Start(start, memory.Descriptor);

        var shared = process.StandardOutput.ReadToEnd().Split('\n').Where(line => line.Contains("memfd:mmdata", StringComparison.Ordinal));

        Assert.Contains($" {memory.Descriptor} -> ", Assert.Single(shared), StringComparison.Ordinal);
        process.WaitForExit();
    }
}
