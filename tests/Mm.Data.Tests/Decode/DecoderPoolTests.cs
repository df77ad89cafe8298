using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class DecoderPoolTests
{
    private static readonly byte[] Asset = new byte[100];
    private static readonly MediaFacts Facts = new() { Modality = Modality.Image, Container = "png", Codec = "png", Width = 3, Height = 2 };
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_asset_over_which_three_children_die_is_a_verdict_and_they_are_replaced()
    {
        using var fake = new FakeDecoder("head -c 1 >/dev/null; exit 9");
        await using var pool = fake.Pool();

        Assert.Equal(DecodeReasons.Crashed, (await pool.ProbeAsync(Asset, _cancel)).Reason);
        Assert.Equal(DecodeReasons.Crashed, (await pool.ProbeAsync(Asset, _cancel)).Reason);

        var counters = Assert.Single(pool.Counters);
        Assert.Equal((2, 6, 5), (counters.Requests, counters.Crashes, counters.Restarts));
    }

    [Promise(PromiseAttribute.Commit, "Decoder children that are killed from outside, also fresh ones, cost no sample.")]
    [Fact]
    public async Task Children_that_are_killed_from_outside_while_fresh_cost_no_sample()
    {
        using var fake = new FakeDecoder(string.Join(
            '\n',
            $"if mkdir \"$0.one\" 2>/dev/null || mkdir \"$0.two\" 2>/dev/null; then {FakeDecoder.ReadProbe()}; kill -9 $$; fi",
            $"{FakeDecoder.ReadProbe()}; {FakeDecoder.Answer(new Reply { Media = Facts }, [])}; exec sleep 600"));
        await using var pool = fake.Pool();

        Assert.Equal(Facts, (await pool.ProbeAsync(Asset, _cancel)).Value);

        Assert.Equal(2, Assert.Single(pool.Counters).Crashes);
    }

    [Fact]
    public async Task A_child_that_hangs_is_killed_in_time()
    {
        using var fake = new FakeDecoder("exec sleep 600");
        await using var pool = fake.Pool(wallSeconds: 0.3);

        Assert.Equal(DecodeReasons.Timeout, (await pool.ProbeAsync(Asset, _cancel)).Reason);

        var counters = Assert.Single(pool.Counters);
        Assert.Equal((1, 0), (counters.Timeouts, counters.Crashes));
    }

    [Fact]
    public async Task An_asset_that_keeps_the_core_busy_is_given_up_by_the_time_of_the_core()
    {
        using var fake = new FakeDecoder("while :; do :; done");
        await using var pool = fake.Pool(cpuSeconds: 0.5);

        Assert.Equal(DecodeReasons.Timeout, (await pool.ProbeAsync(Asset, _cancel)).Reason);

        var counters = Assert.Single(pool.Counters);
        Assert.Equal((1, 0), (counters.Timeouts, counters.Crashes));
    }

    [Fact]
    public async Task A_child_that_waits_for_a_busy_machine_takes_no_time_of_the_core_and_may_go_on()
    {
        using var fake = new FakeDecoder(
            $"sleep 2.5; {FakeDecoder.Answer(new Reply { Media = Facts }, [])}; exec sleep 600");
        await using var pool = fake.Pool(cpuSeconds: 0.5);

        Assert.Null((await pool.ProbeAsync(Asset, _cancel)).Reason);
    }

    [Fact]
    public async Task A_child_that_talks_nonsense_is_not_believed()
    {
        using var fake = new FakeDecoder("echo this is not a frame at all, whatever it may be; exec sleep 600");
        await using var pool = fake.Pool();

        Assert.Equal(DecodeReasons.Protocol, (await pool.ProbeAsync(Asset, _cancel)).Reason);
    }

    [Fact]
    public async Task A_payload_longer_than_any_answer_is_not_read()
    {
        using var fake = new FakeDecoder(FakeDecoder.Answer(new Reply { Media = Facts }, new byte[1]) + "; exec sleep 600");
        await using var pool = fake.Pool();

        Assert.Equal(DecodeReasons.Protocol, (await pool.ProbeAsync(Asset, _cancel)).Reason);
    }

    [Fact]
    public async Task A_crash_that_an_earlier_asset_may_have_caused_is_tried_again_on_a_fresh_child()
    {
        var answer = FakeDecoder.Answer(new Reply { Media = Facts }, []);
        using var fake = new FakeDecoder($"{FakeDecoder.ReadProbe()}; {answer}; head -c 1 >/dev/null; exit 9");
        await using var pool = fake.Pool();

        Assert.Equal(Facts, (await pool.ProbeAsync(Asset, _cancel)).Value);
        Assert.Equal(Facts, (await pool.ProbeAsync(Asset, _cancel)).Value);

        Assert.Equal(1, Assert.Single(pool.Counters).Restarts);
    }

    [Fact]
    public async Task What_a_child_had_when_it_died_is_answered_by_the_next_one()
    {
        var (read, answer) = (FakeDecoder.ReadProbe(), FakeDecoder.Answer(new Reply { Media = Facts }, []));
        using var fake = new FakeDecoder(string.Join(
            '\n',
            "if mkdir \"$0.first\" 2>/dev/null; then",
            $"{read}; {FakeDecoder.Await("go")}; {answer}; {read}; {read}; exit 9", // at one, the next lying ready
            "fi",
            $"while {read}; do {answer}; done"));
        await using var pool = fake.Pool();

        var all = Enumerable.Range(0, pool.Width).Select(_ => pool.ProbeAsync(Asset, _cancel).AsTask()).ToList();
        fake.Tell("go");

        Assert.All(await Task.WhenAll(all), probe => Assert.Equal(Facts, probe.Value));
        var counters = Assert.Single(pool.Counters);
        Assert.Equal((1, 1), (counters.Crashes, counters.Restarts));
    }

    [Fact]
    public async Task What_waits_behind_a_film_goes_to_another_child()
    {
        Assert.SkipUnless(CpuAffinity.Allowed().Count > 1, "needs two cores");
        Assert.SkipUnless(Programs.OnPath("ffmpeg") is not null && Programs.OnPath("ffprobe") is not null, "needs ffmpeg");
        var (read, answer) = (FakeDecoder.ReadProbe(), FakeDecoder.Answer(new Reply { Media = Facts }, []));
        var note = FakeDecoder.Answer(new Reply { Note = ReplyNote.Movie }, []);
        using var fake = new FakeDecoder(string.Join(
            '\n',
            "if mkdir \"$0.film\" 2>/dev/null; then",
            $"{read}; {FakeDecoder.Await("go")}; {answer}; {read}; {read}; {note}; touch \"$0.noted\"; exec sleep 600",
            "fi",
            $"while {read}; do {FakeDecoder.Await("noted")}; {answer}; done"));
        await using var pool = fake.Pool(lanes: 2);
        using var stop = new CancellationTokenSource();

        var all = Enumerable.Range(0, pool.Width).Select(_ => pool.ProbeAsync(Asset, stop.Token).AsTask()).ToList();
        fake.Tell("go");
        while (all.Count > 1)
        {
            var done = await Task.WhenAny(all);
            Assert.Equal(Facts, (await done).Value);
            all.Remove(done);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all[0]);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_and_leaves_the_pool_usable()
    {
        // The first child hangs; what it leaves behind makes the second one answer.
        using var fake = new FakeDecoder(string.Join(
            '\n',
            "if [ -e \"$0.seen\" ]; then",
            FakeDecoder.Answer(new Reply { Media = Facts }, []),
            "fi",
            "touch \"$0.seen\"",
            "exec sleep 600"));
        await using var pool = fake.Pool();
        using var stop = new CancellationTokenSource();
        var hanging = pool.ProbeAsync(Asset, stop.Token).AsTask();
        using var watch = new FileSystemWatcher(fake.Folder) { EnableRaisingEvents = true };
        while (!File.Exists(fake.Path + ".seen"))
            watch.WaitForChanged(WatcherChangeTypes.Created, 100);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(Facts, (await pool.ProbeAsync(Asset, _cancel)).Value);
    }

    [Fact]
    public async Task A_child_that_does_not_come_up_is_a_fault_of_the_machine()
    {
        using var fake = new FakeDecoder("");
        File.WriteAllText(fake.Path, "#!/bin/sh\necho no such library >&2; exit 1\n");
        await using var pool = fake.Pool();

        var fault = await Assert.ThrowsAsync<EnvironmentException>(async () => await pool.ProbeAsync(Asset, _cancel));

        Assert.Contains("no such library", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_decoder_is_named()
    {
        var fault = Assert.Throws<EnvironmentException>(
            () => new DecoderPool(new DecodeOptions { DecoderPath = "/nowhere/Mm.Data.Decoder.dll" }, TimeProvider.System));

        Assert.Contains("/nowhere/Mm.Data.Decoder.dll", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_setting_is_told_at_once()
    {
        var fault = Assert.Throws<ConfigurationException>(() => new DecoderPool(
            new DecodeOptions { MegapixelsMax = 0, MemoryMib = 1, Cores = [4000] }, TimeProvider.System));

        Assert.Equal(3, fault.Problems.Count);
    }

    [Fact]
    public async Task An_asset_over_the_input_limit_never_reaches_a_child()
    {
        using var fake = new FakeDecoder("exit 1");
        await using var pool = new DecoderPool(
            new DecodeOptions { DecoderPath = fake.Path, Sandbox = SandboxMode.Off, InputMibMax = 1 }, TimeProvider.System);

        Assert.Equal(DecodeReasons.TooLarge, (await pool.ProbeAsync(new byte[(1 << 20) + 1], _cancel)).Reason);
        Assert.All(pool.Counters, counters => Assert.Equal(0, counters.Requests));
    }
}
