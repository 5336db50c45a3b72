using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

public sealed class K6VersionTests
{
    [Theory]
    [InlineData("k6 v0.50.0 (go1.21.8, linux/amd64)", "0.50.0", true)]
    [InlineData("k6 v0.49.0 (commit/abcdef, go1.21.6, linux/amd64)", "0.49.0", false)]
    [InlineData("k6 v1.0.0 (commit/41b4984b75, go1.24.2, linux/amd64)", "1.0.0", true)]
    [InlineData("k6 v2.2.1-0.20260821134341-87883075ccd5+dirty (commit/87883075cc-dirty, go1.26.10, linux/amd64)", "2.2.1-0.20260821134341-87883075ccd5", true)]
    [InlineData("k6 v3.0.0 (go1.30, linux/amd64)", "3.0.0", false)]
    [InlineData("k6 v2.0.0\nExtensions:\n  k6/x/sql v1.0.0", "2.0.0", true)]
    public void Those_from_0_50_to_2_x_are_driven(string printed, string text, bool isDriven)
    {
        var version = K6Version.Read(printed)!;

        (version.Text, version.IsDriven).Should().Be((text, isDriven));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kubectl v1.30.0")]
    [InlineData("k6 (devel)")]
    public void What_is_no_version_of_k6_is_none(string printed) => K6Version.Read(printed).Should().BeNull();
}
