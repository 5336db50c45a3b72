using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>What <c>docker-compose.yml</c> promises, read from the file itself: this needs no program.</summary>
public sealed partial class ComposeFileTests
{
    public static TheoryData<string> Names => [.. ComposeFile.Services.Keys];

    [Fact]
    public void Has_the_whole_lab() =>
        ComposeFile.Services.Keys.Should().BeEquivalentTo("postgres", "redis", "mailpit", "lms", "prometheus", "alertmanager", "grafana");

    [Theory]
    [MemberData(nameof(Names))]
    public void Publishes_on_loopback_only_at_a_port_that_can_be_chosen(string name) =>
        ComposeFile.Services[name].Texts("ports").Should().ContainSingle().Which.Should().MatchRegex($@"^127\.0\.0\.1:\$\{{LOADLAB_{name.ToUpperInvariant()}_PORT:-\d+\}}:\d+$");

    [Theory]
    [MemberData(nameof(Names))]
    public void Pins_an_image_that_can_be_chosen(string name)
    {
        var image = ImagePattern().Match(ComposeFile.Text(ComposeFile.Services[name]["image"]));

        image.Success.Should().BeTrue("the image is a variable with a default of an exact version");
        image.Groups["variable"].Value.Should().Be($"LOADLAB_{name.ToUpperInvariant()}_IMAGE");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_health_check(string name)
    {
        var check = (YamlMappingNode)ComposeFile.Services[name]["healthcheck"];

        check.Texts("test").Should().HaveCountGreaterThan(1).And.StartWith("CMD", "a shell may not be in the image");
        check.Children.Keys.Select(ComposeFile.Text).Should().Contain(["interval", "timeout", "retries"]);
    }

    [Theory]
    [InlineData("lms", "postgres", "redis", "mailpit")]
    [InlineData("prometheus", "lms")]
    [InlineData("grafana", "prometheus")]
    public void Waits_until_what_it_needs_is_healthy(string name, params string[] needs)
    {
        var waits = (YamlMappingNode)ComposeFile.Services[name]["depends_on"];

        waits.Children.Keys.Select(ComposeFile.Text).Should().BeEquivalentTo(needs);
        waits.Children.Values.Select(value => ComposeFile.Text(value["condition"])).Should().OnlyContain(condition => condition == "service_healthy");
    }

    [Fact]
    public void Mounts_files_that_are_there()
    {
        var sources = ComposeFile.Services.Values.SelectMany(service => service.Texts("volumes")).Select(volume => volume.Split(':')[0]).Where(source => source.StartsWith('.'));

        sources.Should().OnlyContain(source => Path.Exists(Path.Combine(Built.Home, source)));
    }

    [Fact]
    public void The_default_image_of_the_LMS_has_this_version()
    {
        var version = VersionPattern().Match(File.ReadAllText(Path.Combine(Built.Home, "Directory.Build.props"))).Groups[1].Value;

        ComposeFile.Text(ComposeFile.Services["lms"]["image"]).Should().EndWith($":-loadlab/reference-lms:{version}}}");
    }

    [GeneratedRegex(@"^\$\{(?<variable>\w+):-(?<name>[a-z0-9/._-]+):v?(?<version>\d+\.\d+(\.\d+)?)\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImagePattern();

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex VersionPattern();
}
