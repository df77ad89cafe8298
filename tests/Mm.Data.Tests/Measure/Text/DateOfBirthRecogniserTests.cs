using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class DateOfBirthRecogniserTests
{
    [Theory]
    [InlineData("born on 3/23/1940", "3/23/1940")]
    [InlineData("DOB: 1990-01-02.", "1990-01-02")]
    [InlineData("geboren am 12. März 1990 in Bonn", "12. März 1990")]
    [InlineData("née le 3 juin 1984", "3 juin 1984")]
    [InlineData("Birthday: March 12th, 1990", "March 12th, 1990")]
    [InlineData("生年月日: 1985年4月3日", "1985年4月3日")]
    [InlineData("fecha de nacimiento: 12 de marzo de 1990", "12 de marzo de 1990")]
    public void Dates_behind_a_word_of_birth_are_found(string text, string date) => Assert.Equal($"DATE_OF_BIRTH:{date}", Scans.Found(text));

    [Theory]
    [InlineData("built on 3/23/1940")]
    [InlineData("born in 1990")]
    [InlineData("born to run")]
    [InlineData("born 99/99/1990")]
    [InlineData("dob: 12/12/1700")]
    public void Other_dates_are_not(string text) => Assert.Equal("", Scans.Found(text));
}
