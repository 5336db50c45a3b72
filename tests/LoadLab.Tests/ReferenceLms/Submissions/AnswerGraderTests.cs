using LoadLab.ReferenceLms.Submissions;

namespace LoadLab.Tests.ReferenceLms.Submissions;

public sealed class AnswerGraderTests
{
    [Theory]
    [InlineData("the cat sat", "the cat sat", 100)]
    [InlineData("The CAT, sat!", "the cat sat", 100)] // Case and punctuation are no matter.
    [InlineData("a dog ran", "the cat sat", 0)]
    [InlineData("", "the cat sat", 0)]
    [InlineData("?!", "the cat sat", 0)]
    [InlineData("the cat", "", 0)]
    [InlineData("sat cat the", "the cat sat", 80)] // 0.7 · 1 + 0.3 · 1/3
    [InlineData("the cat", "the cat sat down", 62)] // 0.7 · 4/6 + 0.3 · 2/4 = 0.6167
    [InlineData("the the the the", "the cat sat down", 25)] // 0.7 · 2/8 + 0.3 · 1/4: a word counts as often as in the model.
    public void Score_is_seven_tenths_words_and_three_tenths_order(string answer, string model, int expected) =>
        AnswerGrader.Grade(answer, model).Should().Be(expected);

    [Fact]
    public void Likeness_does_not_depend_on_which_text_is_the_model()
    {
        const string a = "light bends where matter is, and matter follows";
        const string b = "matter follows the bends of light";

        AnswerGrader.Grade(a, b).Should().Be(AnswerGrader.Grade(b, a)).And.BeInRange(1, 99);
    }

    [Fact]
    public void Words_beyond_the_limit_are_not_read()
    {
        var full = string.Join(' ', Enumerable.Repeat("word", AnswerGrader.MaxWords));

        AnswerGrader.Grade(full + " and more of them", full).Should().Be(100);
    }
}
