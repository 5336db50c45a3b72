using System.CommandLine;
using LoadLab.Cli.Invocations;

namespace LoadLab.Cli.Options;

/// <summary>Where the live figures of a run go: the same options for everything that drives load.</summary>
internal sealed class PublishOptions
{
    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "Send the run's figures while it runs to an OpenTelemetry collector, as OTLP over HTTP every 5 s; histograms are exponential (native in Prometheus). /v1/metrics is added to an address without a path. Headers: the variable OTEL_EXPORTER_OTLP_HEADERS.",
        HelpName = "URL",
    };

    private readonly Option<string?> _listen = new("--prometheus-listen")
    {
        Description = "Let a Prometheus scrape the run's figures while it runs, at /metrics. Without a host only this machine can. Histograms have classic buckets, which end at the limits of the catalogue.",
        HelpName = "[HOST:]PORT",
    };

    private readonly Option<string?> _write = new("--prometheus-remote-write")
    {
        Description = "Write the run's figures while it runs to a Prometheus, by remote write every 5 s; it must have been started with --web.enable-remote-write-receiver. /api/v1/write is added to an address without a path. Headers: the variable LOADLAB_REMOTE_WRITE_HEADERS.",
        HelpName = "URL",
    };

    public IReadOnlyList<Option> All => [_otlp, _listen, _write];

    public PublishArguments Read(ParseResult parsed) => new(parsed.GetValue(_otlp), parsed.GetValue(_listen), parsed.GetValue(_write));
}
