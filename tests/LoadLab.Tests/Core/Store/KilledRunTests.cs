using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

/// <summary>What is read of a run that was killed: its journal and its histograms, as far as they were written.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_run_that_was_killed_reads_as_incomplete_with_all_that_was_measured()
    {
        var store = new RunStore(_directory);
        var writer = RunStoreTests.Begin(store, StoredSample.Record);

        // A kill is the absence of everything that would come now; the writer is left as it is.
        var read = store.Read(StoredSample.Record.RunId);

        read.Evaluation.Should().BeNull();
        read.Record.Outcome.Should().Be(RunOutcome.Incomplete);
        read.Record.Plan.Should().BeEquivalentTo(StoredSample.Plan);
        read.Record.Seconds.Should().HaveCount(3);
        read.Record.Slices.Should().HaveCount(StoredSample.Record.Slices.Count);
        read.Record.Probes.Should().BeEquivalentTo(StoredSample.Record.Probes);
        read.Record.Findings.Should().Equal(StoredSample.Record.Findings);
        var phase = read.Record.Phases.Should().ContainSingle().Subject;
        phase.Measured.Should().Be(new Counts(20, 20, 0, 19, 1, 0));
        phase.Whole.Should().Be(new Counts(25, 25, 0, 24, 1, 0));
        (phase.MeasureStartSecond, phase.MeasureEndSecond, phase.MeasuredSeconds).Should().Be((1, 3, 2));
        writer.Dispose();
    }

    [Fact]
    public void A_line_cut_off_by_a_kill_costs_that_line_only()
    {
        var store = new RunStore(_directory);
        RunStoreTests.Begin(store, StoredSample.Record).Dispose();
        Cut(store, "journal.jsonl", 20);

        var read = store.Read(StoredSample.Record.RunId);

        read.Record.Seconds.Should().HaveCount(3);
        read.Record.Findings.Should().BeEmpty("the finding was the last line");
        read.Record.Slices.Should().HaveCount(StoredSample.Record.Slices.Count);
    }

    [Fact]
    public void A_second_whose_histograms_were_lost_with_the_power_does_not_count()
    {
        var store = new RunStore(_directory);
        RunStoreTests.Begin(store, StoredSample.Record).Dispose();
        Cut(store, "histograms.hlog", 20);

        var read = store.Read(StoredSample.Record.RunId);

        read.Record.Seconds.Should().HaveCount(2, "what it counted and how long it took belong together");
        read.Record.Slices.Should().OnlyContain(slice => slice.Second < 2).And.NotBeEmpty();
    }

    [Theory]
    [InlineData("journal.jsonl", "\"ok\":10", "\"ok\":11", "'journal.jsonl' was edited: a line's checksum is another one")]
    [InlineData("journal.jsonl", "\"suite\":\"smoke\"", "\"suite\":\"smoky\"", "'journal.jsonl' was edited: a line's checksum is another one")]
    [InlineData("histograms.hlog", "|ok|", "|no|", "histograms.hlog' was changed after it was written: its checksum is another one")]
    public void What_is_left_of_a_killed_run_is_told_as_edited_too(string file, string before, string after, string why)
    {
        var store = new RunStore(_directory);
        RunStoreTests.Begin(store, StoredSample.Record).Dispose();
        var path = Path.Combine(store.PathOf(StoredSample.Record.RunId), file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(before, after, StringComparison.Ordinal));

        var reading = () => store.Read(StoredSample.Record.RunId);

        reading.Should().Throw<LoadLabException>().WithMessage($"*is not as LoadLab wrote it: *{why}.").Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    [Fact]
    public void A_journal_of_an_older_version_is_read()
    {
        var store = new RunStore(_directory);
        RunStoreTests.Begin(store, StoredSample.Record).Dispose();
        var path = Path.Combine(store.PathOf(StoredSample.Record.RunId), "journal.jsonl");
        File.WriteAllLines(path, File.ReadAllLines(path).Select(line => System.Text.RegularExpressions.Regex.Replace(line[..line.IndexOf('\t', StringComparison.Ordinal)], ",\"log\":\\{[^}]*\\}", "")));

        var read = store.Read(StoredSample.Record.RunId);

        read.Record.Seconds.Should().HaveCount(3);
        read.Record.Slices.Should().HaveCount(StoredSample.Record.Slices.Count);
    }

    [Fact]
    public void What_was_in_flight_at_a_kill_counts_as_interrupted()
    {
        var store = new RunStore(_directory);
        using var writer = store.Begin("20261123T083000Z-smoke-0001");
        writer.Start(StoredSample.Start, StoredSample.Plan, StoredSample.Record.Fingerprint);
        var second = StoredSample.Second(1, measured: true, ok: 6, timeouts: 0);
        writer.Write(second with { Counts = new Counts(12, 10, 2, 6, 0, 0) });

        var phase = store.Read(RunStore.Latest).Record.Phases.Single();

        phase.Measured.Should().Be(new Counts(12, 10, 2, 6, 0, 4));
        phase.Measured.AddUp.Should().BeTrue();
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_a_fault_that_names_it()
    {
        var store = new RunStore(_directory);
        RunStoreTests.Begin(store, StoredSample.Record).Dispose();
        var path = Path.Combine(store.PathOf(StoredSample.Record.RunId), "journal.jsonl");
        var lines = File.ReadAllLines(path);
        lines[1] = "{ not json";
        File.WriteAllLines(path, lines);

        var reading = () => store.Read(StoredSample.Record.RunId);

        reading.Should().Throw<LoadLabException>()
            .Where(fault => fault.ExitCode == ExitCode.BadConfiguration)
            .WithMessage($"Run '{StoredSample.Record.RunId}' cannot be read, '{path}': Line 2: *");
    }

    private static void Cut(RunStore store, string file, int bytes)
    {
        using var stream = File.OpenWrite(Path.Combine(store.PathOf(StoredSample.Record.RunId), file));
        stream.SetLength(stream.Length - bytes);
    }
}
