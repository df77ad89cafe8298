namespace Mm.Data.Measure.Text;

/// <summary>What the words before digits say of them; the nearest word that says anything counts.</summary>
internal enum PhoneContext
{
    None,
    Announces,
    Denies,
}

/// <summary>Reads <see cref="PhoneContext"/> off a text.</summary>
internal static class PhoneContexts
{
    private const int WordsBefore = 5;
    private const int DenyingBefore = 3;
    private const int WordsAfter = 2;

    private static readonly string[] Announcing =
    [
        "phone", "phones", "telephone", "tel", "call", "calls", "calling", "called", "mobile", "mob", "cell", "cellphone", "fax",
        "whatsapp", "sms", "text",
        "dial", "ring", "hotline", "reach", "answering", "answer", "contact", "landline", "voicemail", "pager", "signal", "telegram",
        "telefon", "telefonnummer", "handy", "handynummer", "mobil", "anruf", "anrufen", "rufnummer", "rückruf", "téléphone",
        "téléphoner", "appeler",
        "appelez", "portable", "fixe", "teléfono", "telefono", "llamar", "llame", "llámame", "móvil", "celular", "cellulare",
        "chiamare", "telefone",
        "ligue", "telemóvel", "telefoon", "bellen", "mobiel", "telefonen", "ring", "puhelin", "телефон", "тел", "звоните", "電話",
        "电话", "手机", "전화",
    ];

    private static readonly string[] After =
        ["office", "fax", "mobile", "cell", "home", "work", "tel", "phone", "landline", "handy", "mobil"];

    private static readonly ContextWords Words = new([.. Announcing, .. OtherNumbers.Words]);

    private static readonly ContextWords WordsOfAfter = new(After);

    public static PhoneContext Before(string text, int start)
    {
        var near = new List<int>();
        Words.Before(text, start, WordsBefore, near);
        if (near.Count == 0)
            return PhoneContext.None;
        if (near[^1] < Announcing.Length)
            return PhoneContext.Announces;
        near.Clear();
        Words.Before(text, start, DenyingBefore, near);
        return near.Count > 0 ? PhoneContext.Denies : PhoneContext.None;
    }

    public static bool Follows(string text, int end)
    {
        var near = new List<int>();
        WordsOfAfter.After(text, end, WordsAfter, near);
        return near.Count > 0;
    }
}
