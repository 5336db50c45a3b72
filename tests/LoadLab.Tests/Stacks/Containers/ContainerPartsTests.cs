using Docker.DotNet.Models;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Fingerprints;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Stacks.Containers;

public sealed class ContainerPartsTests
{
    [Theory]
    [InlineData("11.22", true)]
    [InlineData("9.6.24", true)]
    [InlineData("12.0", false)]
    [InlineData("17.6 (Debian 17.6-1.pgdg13+1)", false)]
    [InlineData("devel", false)]
    public void A_postgres_that_is_too_old_is_told(string version, bool tooOld) =>
        PostgresFingerprint.TooOld(version).Should().Be(tooOld ? $"version {version} is too old: LoadLab needs 12 or later." : null);

    [Fact]
    public void A_pull_says_how_far_it_is_and_no_oftener_than_it_should()
    {
        var (time, lines) = (new FakeTimeProvider(), new Lines());
        var pull = new PullProgress("postgres:17", lines, time, TimeSpan.FromSeconds(2));

        pull.Report(Layer("a", 10, 100));
        pull.Report(Layer("b", 5, 100));
        lines.Should().BeEmpty("no two seconds have passed");
        time.Advance(TimeSpan.FromSeconds(2));
        pull.Report(Layer("b", 2 << 20, 4 << 20));
        pull.Report(Layer("b", 3 << 20, 4 << 20));

        lines.Should().Equal("pulling postgres:17: 2 MiB of 4 MiB in 2 layers");
        pull.Error.Should().BeNull();
        pull.Report(new JSONMessage { Error = new JSONError { Message = "toomanyrequests" } });
        pull.Error.Should().Be("toomanyrequests");
    }

    private static JSONMessage Layer(string id, long done, long all) =>
        new() { ID = id, Status = "Downloading", Progress = new JSONProgress { Current = done, Total = all } };

    private sealed class Lines : List<string>, IProgress<string>
    {
        public void Report(string value) => Add(value);
    }
}
