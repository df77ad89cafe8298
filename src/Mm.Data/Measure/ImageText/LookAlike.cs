namespace Mm.Data.Measure.ImageText;

/// <summary>Letters that a reader takes for digits and the other way round.</summary>
internal static class LookAlike
{
    /// <summary>The digit that a character may stand for; itself where it stands for none.</summary>
    public static char Digit(char character) => character switch
    {
        'O' or 'o' or 'D' or 'Q' => '0',
        'I' or 'l' or 'i' or '|' or '!' or ']' or '[' => '1',
        'Z' or 'z' => '2',
        'A' => '4',
        'S' or 's' => '5',
        'G' or 'b' => '6',
        'T' => '7',
        'B' => '8',
        'g' or 'q' => '9',
        _ => character,
    };
}
