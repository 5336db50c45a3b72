using LoadLab.Core;
using LoadLab.Publishing.Live;

namespace LoadLab.Tests.Publishing;

public sealed class PublishTargetsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://otlp.example/", "https://otlp.example/v1/metrics")]
    [InlineData("http://prometheus:9090/api/v1/otlp/v1/metrics", "http://prometheus:9090/api/v1/otlp/v1/metrics")]
    public void An_address_without_a_path_gets_the_one_of_metrics(string written, string address) =>
        PublishTargets.Parse(written, null, null)!.Otlp.Should().Be(new Uri(address));

    [Theory]
    [InlineData("http://127.0.0.1:9090", "http://127.0.0.1:9090/api/v1/write")]
    [InlineData("https://mimir.example/api/v1/push", "https://mimir.example/api/v1/push")]
    public void An_address_without_a_path_gets_the_one_of_remote_write(string written, string address) =>
        PublishTargets.Parse(null, null, written)!.RemoteWrite.Should().Be(new Uri(address));

    [Fact]
    public void A_secret_in_the_address_of_remote_write_is_refused_and_not_shown() =>
        FluentActions.Invoking(() => PublishTargets.Parse(null, null, "http://user:geheim@prometheus:9090")).Should().Throw<LoadLabException>().Which.Message.Should().NotContain("geheim").And.Contain("LOADLAB_REMOTE_WRITE_HEADERS");

    [Theory]
    [InlineData("9464", "127.0.0.1", 9464)]
    [InlineData("0.0.0.0:9464", "+", 9464)]
    [InlineData("10.0.0.5:80", "10.0.0.5", 80)]
    [InlineData("*:1", "+", 1)]
    public void A_port_alone_is_for_this_machine_only(string written, string host, int port) =>
        PublishTargets.Parse(null, written, null)!.Listen.Should().Be(new ListenAddress(host, port));

    [Fact]
    public void Nothing_asked_for_is_nothing() => PublishTargets.Parse(null, null, null).Should().BeNull();

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var fault = FluentActions.Invoking(() => PublishTargets.Parse("collector:4317", "0.0.0.0:70000", "prometheus:9090")).Should().Throw<LoadLabException>().Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().Equal(
            "--otlp 'collector:4317' is not an address of OTLP over HTTP. Write for example http://127.0.0.1:4318; OTLP over gRPC is not spoken.",
            "--prometheus-listen '0.0.0.0:70000' is not [HOST:]PORT. Write for example 9464, or 0.0.0.0:9464 for all addresses of this machine.",
            "--prometheus-remote-write 'prometheus:9090' is not an address of remote write. Write for example http://127.0.0.1:9090/api/v1/write.");
    }

    [Theory]
    [InlineData("http://user:geheim@collector:4318")]
    [InlineData("http://collector:4318/v1/metrics?token=geheim")]
    public void A_secret_in_the_address_is_refused_and_not_shown(string written) =>
        FluentActions.Invoking(() => PublishTargets.Parse(written, null, null)).Should().Throw<LoadLabException>().Which.Message.Should().NotContain("geheim").And.Contain("OTEL_EXPORTER_OTLP_HEADERS");
}
