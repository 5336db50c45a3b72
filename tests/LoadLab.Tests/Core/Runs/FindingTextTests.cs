using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.Core.Runs;

public sealed class FindingTextTests
{
    [Theory]
    [InlineData("answered 404, not 200.", "a value for every sample", "Look at it.", "answered 404, not 200, allowed a value for every sample. Look at it.")]
    [InlineData("3 dropped", "0: users who were never let in.", "", "3 dropped, allowed 0: users who were never let in.")]
    public void Parts_that_are_sentences_themselves_leave_no_full_stop_inside(string seen, string allowed, string advice, string sentence) =>
        FindingText.Sentence(new Finding("some", FindingSeverity.Warning, seen, allowed, advice)).Should().Be(sentence);
}
