using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class PlainTextTests
{
    /// <summary>Not as attributes: those cannot hold half a pair.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "plain äöü ✓ 😀\n\tnext", "plain äöü ✓ 😀\n\tnext" },
        { "a\0b\u001b[31mred\u007f\u0085\u009b", "a\ufffdb\ufffd[31mred\ufffd\ufffd\ufffd" },
        { "a\ud800b\udc00", "a\ufffdb\ufffd" },
        { "a\ufffe\uffff\ufeff", "a\ufffd\ufffd\ufffd" },
        { "evil\u202egnp.exe \u2066x\u2069", "evil\ufffdgnp.exe \ufffdx\ufffd" },
        { "a\r\nb\rc\u2028d", "a\nb\ufffdc\nd" },
        { "نام\u200cها 👩\u200d💻", "نام\u200cها 👩\u200d💻" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_may_not_be_shown_is_replaced_and_everything_else_stays(string text, string expected) =>
        PlainText.Whole(text).Should().Be(expected);

    [Fact]
    public void A_long_text_is_cut_and_says_its_length()
    {
        PlainText.Inline(new string('x', 102_400)).Should().Be(new string('x', 2_000) + "… (102,400 characters)");
        PlainText.Inline(new string('x', 1_999) + "😀" + new string('y', 9)).Should().Be(new string('x', 1_999) + "… (2,010 characters)");
        PlainText.Line(new string('x', 400), 300, tellsLength: true).Should().Be(new string('x', 299) + "… (400 characters)");
    }

    [Fact]
    public void A_line_has_no_breaks_and_no_escape_sequences()
    {
        PlainText.Inline("a\nb\tc").Should().Be("a b c");
        PlainText.Line(" a\r\n\u001b[31mred\u001b[0m  \u202eb\ud800 ", 100).Should().Be("a red b\ufffd");
    }

    [Fact]
    public void Json_keeps_its_values()
    {
        PlainText.Json("{\"a\": \"x\u202ey\u009b\"}\n").Should().Be("{\"a\": \"x\\u202ey\\u009b\"}\n");
    }

    [Fact]
    public void A_writer_lets_nothing_through()
    {
        using var text = new StringWriter();
        using var writer = new PlainWriter(text);

        writer.Write("a\u001b[2J");
        writer.Write('\u0007');
        writer.WriteLine("b\u202e");
        writer.WriteLine("{\"a\": \"\u202e\"}");
        writer.Write("x{0}", "\u001b");

        text.ToString().Should().Be("a\ufffd[2J\ufffdb\ufffd\n{\"a\": \"\\u202e\"}\nx\ufffd");
    }
}
