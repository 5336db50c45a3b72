using LoadLab.Core.Yaml;
using LoadLab.Monitoring;
using LoadLab.Monitoring.Alertmanager;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Tests.Monitoring;

public sealed class ExportTextTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-export-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("plain")]
    [InlineData("true")]
    [InlineData("12")]
    [InlineData("1e3")]
    [InlineData("0x1f")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("a: b # c")]
    [InlineData("'single' \"double\" \\ back")]
    [InlineData("{{ .Value }} [x] *y &z !w %v @u `t`")]
    [InlineData(" spaces ")]
    [InlineData("two\nlines")]
    [InlineData("кошик №")]
    public void Text_that_is_written_reads_back(string text)
    {
        var map = YamlDocument.Parse(YamlFile.Text("head", new YamlObject { { "key", text }, { text + "k", "value" } }), "x.yaml");

        var scalar = (YamlScalar)map.Entries[0].Value;
        scalar.Text.Should().Be(text);
        map.Entries[1].Key.Should().Be(text + "k");
        if (text is "true" or "12" or "1e3" or "0x1f" or "" or "~")
        {
            scalar.Quoted.Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("lms", "lms")]
    [InlineData("Läden & Söhne", "l-den-s-hne-6e21e7")]
    [InlineData("кошик", "x-")]
    [InlineData("LMS", "lms-")]
    public void Names_of_files_keep_different_names_apart(string text, string expected)
    {
        Slug.Of(text).Should().StartWith(expected[..Math.Min(expected.Length, 5)]).And.MatchRegex("^[a-z0-9-]+$");
        Slug.Of(new string('a', 99), 20).Should().HaveLength(20);
        Slug.Of("LMS").Should().NotBe(Slug.Of("lms"));
    }

    [Fact]
    public void PromQL_quotes_what_it_must()
    {
        PromQl.Quote("a\"b\\c\nd").Should().Be("\"a\\\"b\\\\c\\nd\"");
        PromQl.OneOf("x", ["a.b", "c"]).Should().Be("x=~\"a\\\\.b|c\"");
        PromQl.Number(0.0000001).Should().Be("0.0000001");
        PromQl.Literal("a {{b}}").Should().Be("a {{ \"{{\" }}b}}");
    }

    [Fact]
    public void A_window_over_days_and_years_is_muted_to_the_whole_minute_and_not_beyond()
    {
        var intervals = YamlFile.Text("", new YamlObject { { "time_intervals", MuteTimes.Of(OddCatalogue.Read()) } });

        intervals.Should().Contain("""
            - name: 'maintenance 2026-12-30T22:01Z to 2027-01-03T02:30Z: new "disks"'
              time_intervals:
              - years:
                - "2026"
                months:
                - "12"
                days_of_month:
                - "30"
                times:
                - start_time: "22:01"
                  end_time: "24:00"
              - years:
                - "2026"
                months:
                - "12"
                days_of_month:
                - "31"
              - years:
                - "2027"
                months:
                - "1"
                days_of_month:
                - "1:2"
              - years:
                - "2027"
                months:
                - "1"
                days_of_month:
                - "3"
                times:
                - start_time: "00:00"
                  end_time: "02:30"
            """);
    }

    [Fact]
    public void Two_services_that_need_each_other_do_not_hold_each_other_back()
    {
        var odd = OddCatalogue.Text.Replace("by: mute-times", "by: group", StringComparison.Ordinal);
        var both = Config(odd);
        var one = Config(odd.Replace(", dependsOn: ['кошик \"A\" {{b}}']", "", StringComparison.Ordinal));

        both.Should().NotContain("needs Daten").And.NotContain("needs Basket");
        one.Should().Contain("# Basket \"A\" | {{b}} needs Daten\\bank.");

        static string Config(string text) => new AlertmanagerExport().Files(OddCatalogue.Read(text), new ExportLinks())[0].Text;
    }

    [Fact]
    public void What_differs_on_disk_is_told_file_by_file()
    {
        var folder = new ExportFolder(_directory);
        var mark = "# " + GeneratedMark.Of("prometheus", "shop") + "\n";
        ExportedFile[] files = [new("a.yml", mark + "one\ntwo\n"), new("b.yml", mark)];

        folder.Compare(files).Should().Equal($"{_directory}/a.yml: is missing.", $"{_directory}/b.yml: is missing.");
        folder.Write(files).Should().BeEmpty();
        folder.Compare(files).Should().BeEmpty();

        File.WriteAllText(Path.Combine(_directory, "a.yml"), mark + "one\nthree\n");
        File.WriteAllText(Path.Combine(_directory, "old.yml"), mark);
        File.WriteAllText(Path.Combine(_directory, "mine.yml"), "rules of my own");
        File.WriteAllText(Path.Combine(_directory, "other.yml"), "# " + GeneratedMark.Of("prometheus", "another"));
        folder.Compare(files).Should().Equal(
            $"{_directory}/a.yml:3: has 'three', and the catalogue gives 'two'.",
            $"{_directory}/old.yml: the catalogue no longer gives it. Delete it.");
        folder.Write(files).Should().Equal($"{_directory}/old.yml: the catalogue no longer gives it. Delete it.");
        File.Exists(Path.Combine(_directory, "old.yml")).Should().BeTrue();
    }
}
