namespace LoadLab.Preparation.Invocations;

/// <summary>Where the live figures of a run are to go, as it was written.</summary>
/// <param name="Otlp"><c>--otlp</c>; null when not given.</param>
/// <param name="PrometheusListen"><c>--prometheus-listen</c>; null when not given.</param>
/// <param name="PrometheusRemoteWrite"><c>--prometheus-remote-write</c>; null when not given.</param>
internal sealed record PublishArguments(string? Otlp, string? PrometheusListen, string? PrometheusRemoteWrite)
{
    public static PublishArguments None { get; } = new(null, null, null);

    /// <summary>Puts them into a command line that repeats the run. An address that holds a password is refused, so there is none in it.</summary>
    public void AddTo(InvocationLine line) => line.AddIf("--otlp", Otlp).AddIf("--prometheus-listen", PrometheusListen).AddIf("--prometheus-remote-write", PrometheusRemoteWrite);
}
