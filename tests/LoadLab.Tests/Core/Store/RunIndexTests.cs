using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public sealed class RunIndexTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-index").FullName;
    private readonly RunStore _store;

    public RunIndexTests()
    {
        _store = new RunStore(_directory);
        Keep("a", "smoke", ("commit", "1a2b3c"));
        Keep("b", "smoke", ("commit", "9f8e7d"), ("branch", "main"));
        Keep("c", "capacity");
    }

    private string IndexFile => Path.Combine(_directory, "index.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_listing_from_the_index_is_the_one_from_the_documents()
    {
        var first = _store.Summaries();
        File.ReadAllLines(IndexFile).Should().HaveCount(4, "the checksum comes first");

        _store.Summaries().Should().BeEquivalentTo(first);
        first[1].Labels.Should().Equal(new Dictionary<string, string> { ["commit"] = "9f8e7d", ["branch"] = "main" });
    }

    [Fact]
    public void A_run_is_not_read_again_while_its_document_is_the_same()
    {
        _store.Summaries();
        var document = Path.Combine(_store.PathOf("c"), "run.json");
        var written = File.GetLastWriteTimeUtc(document);
        File.WriteAllText(document, File.ReadAllText(document).Replace("capacity", "yticapac", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(document, written);

        _store.Summaries()[2].Suite.Should().Be("capacity", "it stands in the index so");
    }

    [Fact]
    public void A_run_that_has_changed_was_added_or_is_gone_is_seen()
    {
        _store.Summaries();
        Keep("d", "launch");
        _store.Save(_store.Read("a") with { Evaluation = null });
        Directory.Delete(_store.PathOf("b"), recursive: true);

        var runs = _store.Summaries();

        runs.Select(run => (run.RunId, run.Suite, run.Decision)).Should().Equal(("a", "smoke", null), ("c", "capacity", "NO-GO"), ("d", "launch", "NO-GO"));
        File.ReadAllLines(IndexFile).Should().HaveCount(4, "the checksum comes first");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"runId\":\"a\",\"bytes\":0,\"modified\":0,\"suite\":\"x\",\"outcome\":\"x\"}")]
    public void A_broken_or_foreign_index_is_made_anew(string content)
    {
        File.WriteAllText(IndexFile, content);

        _store.Summaries().Select(run => run.Suite).Should().Equal("smoke", "smoke", "capacity");
        File.ReadAllLines(IndexFile).Skip(1).Should().HaveCount(3).And.OnlyContain(line => line.StartsWith("{\"version\":2,"));
    }

    [Fact]
    public void An_index_that_cannot_be_written_changes_no_listing()
    {
        var full = new RunStore(_directory, _ => throw new IOException("no room"));

        full.Summaries().Should().HaveCount(3);
        File.Exists(IndexFile).Should().BeFalse();
    }

    [Theory]
    [InlineData("smoke", null, "a b")]
    [InlineData(null, "commit=1a2", "a")]
    [InlineData(null, "commit=", "a b")]
    [InlineData(null, "branch=mai", "")]
    [InlineData("smoke", "branch=main", "b")]
    public void Runs_are_found_by_suite_label_and_the_beginning_of_a_commit(string? suite, string? label, string expected)
    {
        var labels = label is null ? null : new Dictionary<string, string> { [label.Split('=')[0]] = label.Split('=')[1] };

        string.Join(' ', _store.Summaries(new RunFilter(suite, labels)).Select(run => run.RunId)).Should().Be(expected);
    }

    [Fact]
    public void Runs_are_found_by_date_from_on_and_before()
    {
        _store.Summaries(new RunFilter(Since: StoredSample.Start)).Should().HaveCount(3);
        _store.Summaries(new RunFilter(Since: StoredSample.Start.AddSeconds(1))).Should().BeEmpty();
        _store.Summaries(new RunFilter(Until: StoredSample.Start)).Should().BeEmpty();
    }

    private void Keep(string id, string suite, params (string Key, string Value)[] labels)
    {
        var plan = StoredSample.Plan with { Suite = suite, Labels = new SortedDictionary<string, string>(labels.ToDictionary(label => label.Key, label => label.Value)) };
        _store.Keep(StoredSample.Record with { RunId = id, Plan = plan }, StoredSample.Evaluation);
    }
}
