using LoadLab.Core;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public sealed class RunReferencesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-references").FullName;
    private readonly RunStore _store;

    public RunReferencesTests()
    {
        _store = new RunStore(Path.Combine(_directory, "a"));
        foreach (var id in new[] { "20261123T080000Z-smoke-aaaa", "20261123T090000Z-smoke-bbbb", "20261124T080000Z-smoke-cccc" })
        {
            _store.Keep(StoredSample.Record with { RunId = id }, StoredSample.Evaluation);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("latest", "cccc")]
    [InlineData("latest~0", "cccc")]
    [InlineData("latest~2", "aaaa")]
    [InlineData("bbbb", "bbbb")]
    [InlineData("20261124", "cccc")]
    [InlineData("20261123*", "aaaa bbbb")]
    [InlineData("*", "aaaa bbbb cccc")]
    [InlineData("cccc, aaaa,latest", "aaaa cccc")]
    public void What_people_write_means_these_runs(string reference, string expected)
    {
        var runs = RunReferences.Resolve(_store, reference);

        string.Join(' ', runs.Select(run => run.RunId[^4..])).Should().Be(expected);
    }

    [Fact]
    public void A_path_means_the_run_there_wherever_the_store_is()
    {
        var elsewhere = new RunStore(Path.Combine(_directory, "b"));
        elsewhere.Keep(StoredSample.Record with { RunId = "other" }, null);

        var run = RunReferences.Read(_store, elsewhere.PathOf("other")).Single();

        run.Directory.Should().Be(elsewhere.PathOf("other"));
    }

    [Fact]
    public void Where_there_is_no_run_the_other_place_is_told()
    {
        var act = () => RunReferences.Resolve(new RunStore(Path.Combine(_directory, "none")), "latest");

        act.Should().Throw<LoadLabException>().Which.Hint.Should().Be(
            "Make one with: loadlab run smoke. The runs of a suite outside the checkout are in 'results' beside it: change to its folder, or give --results DIR.");
    }

    [Fact]
    public void Every_part_that_means_nothing_is_told()
    {
        var act = () => RunReferences.Resolve(_store, "latst,latest~9,latest~x,x*");

        act.Should().Throw<LoadLabException>().Which.Faults.Select(fault => fault.Split(" The newest")[0]).Should().Equal(
            $"Unknown run 'latst' in '{_store.Root}'. Did you mean 'latest'?",
            $"'latest~9' goes back further than the 3 runs in '{_store.Root}'.",
            "'latest~x' is not latest~N with a whole number such as latest~1.",
            $"No run in '{_store.Root}' fits 'x*'.");
    }
}
