using System.CommandLine;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Options;

/// <summary><c>--trace-sample</c>: the same option for everything that drives load.</summary>
internal static class TraceOption
{
    public static Option<string?> Create() => new(TraceRatio.Option)
    {
        Description = "Give this share of the requests, 0 to 1, a traceparent header (W3C Trace Context) with the sampled flag; the run then lists the trace ids of its slowest. Default: the suite's traceSample, else 0, none",
        HelpName = "RATIO",
    };
}
