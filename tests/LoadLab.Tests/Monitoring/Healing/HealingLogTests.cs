using LoadLab.Core;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

public sealed class HealingLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-heal-").FullName;

    private string File => Path.Combine(_directory, "log.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Lines_are_added_and_read_again()
    {
        var line = new HealingLogLine { At = DateTimeOffset.UnixEpoch, Event = HealingEvent.Began, Healing = "a", Occurrence = "b", Reason = "new\nline", Count = 3, Recovered = false };
        using (var log = new HealingLog(File))
            log.Add(line);
        using (var log = new HealingLog(File))
            log.Add(line);

        System.IO.File.ReadAllText(File).Split('\n').Should().HaveCount(3);
        using var read = new HealingLog(File);
        read.Earlier.Should().HaveCount(2).And.AllBeEquivalentTo(line);
    }

    [Fact]
    public void One_healer_has_it_at_a_time()
    {
        using var log = new HealingLog(File);

        var second = () => new HealingLog(File);

        second.Should().Throw<LoadLabException>().WithMessage($"The audit log '{File}' cannot be opened:*");
    }

    [Theory]
    [InlineData("no json\n")]
    [InlineData("{\"schemaVersion\":2,\"at\":\"2026-10-01T10:00:00Z\",\"event\":\"began\",\"reason\":\"\"}\n")]
    [InlineData("{\"schemaVersion\":1,\"at\":\"2026-10-01T10:00:00Z\",\"event\":\"beg")]
    public void What_no_healer_writes_is_refused_because_limits_would_be_lost(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var open = () => new HealingLog(File);

        open.Should().Throw<LoadLabException>().WithMessage($"{File}:1: is no line that loadlab heal writes, so it is not known how often it has acted.");
        open.Should().Throw<LoadLabException>("the file is not held");
    }
}
