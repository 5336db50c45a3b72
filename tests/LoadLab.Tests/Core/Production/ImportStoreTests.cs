using System.Text.Json.Nodes;
using LoadLab.Core;
using LoadLab.Core.Production;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Production;

public sealed class ImportStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-imports").FullName;
    private readonly ImportStore _store;
    private readonly ProductionImport _import = Sample.Import(
        Sample.Minutes,
        Sample.Row("up-sla", Sample.Steady(Sample.Minutes).With(5, 2, SliceSample.Events(1.5, 600)).With(100, 10, SliceSample.Unknown).With(200, 3, SliceSample.Events(0, 0)), contradictions: 2),
        Sample.Row("p95", Sample.Steady(Sample.Minutes).With(5, 2, SliceSample.Events(500, 600, 50)), [new BucketSum(800, 20), new BucketSum(null, 30)]),
        Sample.Row("pool", Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Of(0.5)).With(7, 1, SliceSample.Of(0)))) with
    {
        Maintenance = [new(Sample.June.From.AddDays(1), Sample.June.From.AddDays(1).AddHours(1), "disks")],
        Warnings = ["a remote is down"],
    };

    public ImportStoreTests() => _store = new ImportStore(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_kept_reads_back_whole()
    {
        var path = _store.Save(_import, Sample.Catalogue);

        path.Should().Be(Path.Combine(_directory, "imports", "shop", "2026-06.json"));
        var read = _store.Find("shop", Sample.June)!;
        ImportStore.ToJson(read, Sample.Catalogue).Should().Be(ImportStore.ToJson(_import, Sample.Catalogue));
        for (var i = 0; i < read.Rows.Count; i++)
        {
            read.Rows[i].Samples.SequenceEqual(_import.Rows[i].Samples).Should().BeTrue();
        }

        _store.List("shop").Should().ContainSingle();
        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().Equal(path);
        _store.Find("shop", AttainmentPeriod.Month("2026-05")!).Should().BeNull();
        _store.List("other").Should().BeEmpty();
    }

    [Fact]
    public void The_file_has_the_figures_and_its_equal_slices_are_one()
    {
        var root = JsonNode.Parse(File.ReadAllText(_store.Save(_import, Sample.Catalogue)))!;

        root["schemaVersion"]!.GetValue<int>().Should().Be(1);
        var row = root["rows"]![0]!;
        row["figures"]!["verdict"]!.GetValue<string>().Should().Be("PASS");
        row["figures"]!["badEvents"]!.GetValue<double>().Should().Be(1197);
        row["figures"]!["slices"]!["unknown"]!.GetValue<int>().Should().Be(10);
        row["samples"]!.ToJsonString().Should().Be("[[5,600,600],[2,1.5,600],[93,600,600],[10],[90,600,600],[3,0,0],[42997,600,600]]");
        root["rows"]![2]!["samples"]!.ToJsonString().Should().Be("[[7,0.5],[1,0],[43192,0.5]]");
    }

    [Fact]
    public void An_import_takes_the_place_of_the_one_before()
    {
        _store.Save(_import, Sample.Catalogue);
        _store.Save(_import with { Source = "http://127.0.0.1:9091/" }, Sample.Catalogue);

        _store.List("shop").Should().ContainSingle().Which.Source.Should().Be("http://127.0.0.1:9091/");
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2; this LoadLab reads 1")]
    [InlineData("\"schemaVersion\": 1,", "", "it has no schemaVersion, so it is no import")]
    [InlineData("\"catalogue\": \"shop\"", "\"catalogue\": \"shop\", \"more\": 1", "*more*")]
    [InlineData("\"catalogue\": \"shop\",", "", "*catalogue*")]
    [InlineData("\"period\": \"2026-06\"", "\"period\": \"June\"", "period 'June' is none")]
    [InlineData("\"period\": \"2026-06\"", "\"period\": \"2026-05\"", "from, until and to do not fit period 2026-05")]
    [InlineData("[93,600,600]", "[94,600,600]", "the samples of 'up-sla' do not fit 43200 slices")]
    [InlineData("[93,600,600]", "[92,600,600]", "the samples of 'up-sla' are of 43199 slices, not of 43200")]
    [InlineData("[93,600,600]", "[93,601,600]", "the samples of 'up-sla' have more good events than events")]
    [InlineData("[93,600,600]", "[93,600]", "the samples of 'up-sla' do not fit 43200 slices")]
    [InlineData("\"counts\": \"events\"", "\"counts\": \"sheep\"", "'up-sla' counts 'sheep'; allowed: events, values")]
    [InlineData("\"sliceSeconds\": 60", "\"sliceSeconds\": 0", "sliceSeconds is no length of a slice")]
    public void A_file_that_is_not_right_is_refused_and_named(string from, string to, string expected)
    {
        var path = _store.Save(_import, Sample.Catalogue);
        var text = File.ReadAllText(path);
        text.Should().Contain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);

        FluentActions.Invoking(() => _store.Find("shop", Sample.June)).Should().Throw<LoadLabException>().WithMessage($"Import '{path}' cannot be read: {expected}");
    }

    [Fact]
    public void A_file_of_a_later_LoadLab_is_not_written_over_and_a_broken_one_is()
    {
        var path = _store.Save(_import, Sample.Catalogue);
        File.WriteAllText(path, """{"schemaVersion": 7}""");

        FluentActions.Invoking(() => _store.Save(_import, Sample.Catalogue)).Should().Throw<LoadLabException>().WithMessage($"'{path}' is of schemaVersion 7; this LoadLab writes 1 and does not replace it.");
        File.WriteAllText(path, "{");
        _store.Save(_import, Sample.Catalogue);
        _store.List("shop").Should().ContainSingle();
    }

    [Fact]
    public void A_row_counts_only_for_the_limit_that_it_was_imported_for()
    {
        var other = Sample.Slo("p95") with { Objective = new(ComparisonOperator.LessThan, 700, "ms", "700ms") };

        _import.Analyse(Sample.Slo("p95")).Should().NotBeNull();
        _import.Analyse(other).Should().BeNull();
    }
}
