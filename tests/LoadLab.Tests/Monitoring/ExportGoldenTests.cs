using LoadLab.Cli;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring;
using LoadLab.Tests.Reporting;

namespace LoadLab.Tests.Monitoring;

public sealed class ExportGoldenTests
{
    private static readonly string s_home = Home.Checkout(AppContext.BaseDirectory)!;

    /// <summary>Where the exports of the LMS's catalogue are checked in, and with which addresses.</summary>
    public static readonly TheoryData<string, string> Kept = new()
    {
        { "prometheus", "infra/prometheus/slo" },
        { "alertmanager", "infra/alertmanager" },
        { "grafana", "infra/grafana/slo" },
    };

    public static TheoryData<string> Names => [.. SloExports.All.Select(export => export.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_odd_catalogue_gives_the_approved_files(string name)
    {
        foreach (var file in Export(name).Files(OddCatalogue.Read(), new ExportLinks("https://grafana.example/x", "https://wiki.example/runbook", "https://hooks.example")))
        {
            GoldenFile.Check($"{name}-{file.Path}", file.Text, "Monitoring");
        }
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_is_checked_in_is_what_the_catalogue_of_the_LMS_gives(string name, string folder)
    {
        var catalogue = SloCatalogue.Load(Path.Combine(s_home, "scenarios", "catalogue", "lms.yaml"));

        new ExportFolder(Path.Combine(s_home, folder)).Compare(Export(name).Files(catalogue, new ExportLinks()))
            .Should().BeEmpty($"make them anew: ./loadlab slo export {name} -o {folder}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_catalogue_always_gives_the_same_text_and_paths_are_plain(string name)
    {
        var (first, second) = (Export(name).Files(OddCatalogue.Read(), new ExportLinks()), Export(name).Files(OddCatalogue.Read(), new ExportLinks()));

        first.Should().Equal(second).And.NotBeEmpty();
        first.Select(file => file.Path).Should().OnlyHaveUniqueItems().And.OnlyContain(path => path.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '.'));
        first.Should().OnlyContain(file => file.Text.EndsWith('\n') && !file.Text.Contains('\r'));
    }

    private static IExport Export(string name) => SloExports.All.Single(export => export.Name == name);
}
