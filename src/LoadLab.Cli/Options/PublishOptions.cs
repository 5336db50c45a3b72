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

    public IReadOnlyList<Option> All => [_otlp, _listen];

    public PublishArguments Read(ParseResult parsed) => new(parsed.GetValue(_otlp), parsed.GetValue(_listen));
}
