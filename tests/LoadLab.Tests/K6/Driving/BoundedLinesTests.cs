using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

public sealed class BoundedLinesTests
{
    [Fact]
    public async Task Lines_come_as_they_are_and_of_one_without_an_end_only_the_beginning()
    {
        var endless = new string('x', 300_000);
        var lines = new BoundedLines(new StringReader($"one\r\n\n{endless}\ntwo"));
        var read = new List<string>();

        while (await lines.NextAsync() is { } line)
        {
            read.Add(line);
        }

        read.Should().Equal("one", "", endless[..BoundedLines.LongestLine], "two");
    }
}
