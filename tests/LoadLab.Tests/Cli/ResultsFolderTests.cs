using LoadLab.Cli;

namespace LoadLab.Tests.Cli;

public sealed class ResultsFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-where-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_suite_of_the_checkout_has_the_checkouts_results()
    {
        var folder = new ResultsFolder(Make("home"), Make("elsewhere"));

        folder.Of("smoke").Should().Be(In("home/results"));
        folder.Of(In("home/scenarios/suites/smoke.yaml")).Should().Be(In("home/results"));
        folder.OfHere().Should().Be(In("home/results"));
    }

    [Fact]
    public void A_suite_outside_has_the_nearest_results_upward_from_it_or_one_beside_it()
    {
        var folder = new ResultsFolder(Make("home"), Make("elsewhere"));
        Make("shop/load");

        folder.Of(In("shop/load/suite.yaml")).Should().Be(In("shop/load/results"));
        folder.Of("../shop/load/suite.yaml").Should().Be(In("shop/load/results"));
        Make("shop/results/20261123T083000Z-smoke-4f2a");
        folder.Of(In("shop/load/suite.yaml")).Should().Be(In("shop/results"));
    }

    [Theory]
    [InlineData("shop/results/baselines", "shop/a/b", "shop/results")]
    [InlineData("shop/results", "shop/a", "shop/results")]
    [InlineData("shop/results/other-programs-files", "shop/a", "home/results")]
    [InlineData("home-2/results/noise", "home-2", "home-2/results")]
    public void What_reads_runs_takes_the_nearest_upward_from_here_that_is_LoadLabs(string made, string here, string expected)
    {
        Make(made);

        new ResultsFolder(Make("home"), Make(here)).OfHere().Should().Be(In(expected));
    }

    private string Make(string path) => Directory.CreateDirectory(In(path)).FullName;

    private string In(string path) => Path.Combine(_root, path);
}
