using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Source.Clips;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source.Clips;

public sealed class ClipSourceTests : IDisposable
{
    private const string Words = """
        {"text": "A walk.", "words": [
          {"word": "one", "start": 0.5, "end": 1.0}, {"word": "two", "start": 1.8, "end": 2.2}, {"word": "three", "start": 4.0, "end": 4.5}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeDocuments _films = new();

    public ClipSourceTests() => Directory.CreateDirectory(_folder["input"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_clip_is_a_sample_with_its_bytes_its_films_caption_and_its_own_words()
    {
        Write("walk.mp4", "0 2 first\n2.04 5 second");
        Write("walk.json", Words);
        var plan = await PlanAsync();

        var film = Sha256Digest.Of(File.ReadAllBytes(_folder["input/walk.mp4"])).ToString()[..24];
        Assert.Equal([$"{film}00000001", $"{film}00000002"], plan.Samples.Select(sample => sample.Id));
        Assert.Equal(new ClipPlace(film, 2, 2.04, 5), plan.Samples[1].Clip);
        var (first, second) = (await ContentAsync(plan.Samples[0]), await ContentAsync(plan.Samples[1]));
        Assert.Equal(("first", "A walk."), (Encoding.UTF8.GetString(first.Asset.Span), first.Caption));
        Assert.Equal(("second", "A walk."), (Encoding.UTF8.GetString(second.Asset.Span), second.Caption));
        Assert.Equal(["one", "two"], first.Words.Select(word => word.Text));
        Assert.Equal([0.0, 1.96], second.Words.Select(word => Math.Round(word.FromSeconds, 2)));
        Assert.Equal(2.0, first.Words[1].ToSeconds);
    }

    [Fact]
    public async Task Clips_of_a_film_that_are_read_in_order_cut_it_once_more()
    {
        Write("a.mp4", string.Join('\n', Enumerable.Range(0, 40).Select(n => $"{n} {n + 1} clip{n}")));
        Write("b.mkv", "0 1 other");
        var plan = await PlanAsync();
        foreach (var sample in plan.Samples)
            await ContentAsync(sample);

        Assert.Equal(4, _films.Opened);
    }

    [Fact]
    public async Task A_film_that_gives_nothing_says_why_and_sound_and_pictures_stay_what_they_are()
    {
        Write("short.mp4", "!clip.none");
        Write("sound.mp4", "");
        Write("photo.jpg", "0 1 photo");
        var plan = await PlanAsync();

        Assert.Equal(3, plan.Samples.Count);
        Assert.All(plan.Samples, sample => Assert.Null(sample.Clip));
        var reasons = new List<string?>();
        foreach (var sample in plan.Samples)
            reasons.Add((await sample.ReadAsync(Cancel)).Reason);
        Assert.Equal([null, null, "clip.none"], reasons.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_film_twice_has_two_sets_of_clips()
    {
        Write("a.mp4", "0 1 clip\n1 2 more");
        Write("b.mp4", "0 1 clip\n1 2 more");
        var plan = await PlanAsync();

        Assert.Equal(4, plan.Samples.Select(sample => sample.Id).Distinct().Count());
        Assert.Equal([2, 2], plan.Samples.CountBy(sample => sample.Clip!.Film).Select(film => film.Value));
    }

    [Fact]
    public async Task A_film_that_changed_after_it_was_planned_is_a_fault()
    {
        Write("a.mp4", "0 1 clip\n1 2 more");
        var plan = await PlanAsync();
        Write("a.mp4", "0 1 CLIP\n1 2 more");

        var fault = await Assert.ThrowsAsync<EnvironmentException>(async () => await plan.Samples[0].ReadAsync(Cancel));
        Assert.Equal(EnvironmentFault.SourceChanged, fault.Fault);
    }

    [Fact]
    public async Task A_plan_goes_through_its_file()
    {
        Write("walk.mp4", "0 2 first\n2.04 5 second");
        Write("walk.json", Words);
        var plan = await PlanAsync();
        using var stream = new MemoryStream();
        PlanFile.Write(stream, plan);
        stream.Position = 0;

        var back = PlanFile.Read(
            stream, new ShardOptions(), _ => LocalFiles.Instance, new PartShelves(null, new ClipShelf(_films, new ClipOptions())));

        Assert.Equal(plan.Digest, back.Digest);
        Assert.Equal(plan.Samples.Select(sample => sample.Clip), back.Samples.Select(sample => sample.Clip));
        Assert.Equal((await ContentAsync(plan.Samples[1])).Words, (await ContentAsync(back.Samples[1])).Words);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder["input"], name), text);

    private static async Task<SampleContent> ContentAsync(PlannedSample sample) => (await sample.ReadAsync(Cancel)).Value!;

    private async Task<RunPlan> PlanAsync()
    {
        var source = await SourceOpener.OpenAsync(LocalFiles.Instance, _folder["input"], new SourceOptions(), Cancel);
        return await Planner.PlanAsync(new ClipSource(source, new ClipShelf(_films, new ClipOptions())), new ShardOptions(), Cancel);
    }
}
