using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>The figures of the live view as text. Pure.</summary>
internal static class LiveFigures
{
    /// <summary>The generator is late above this: the same bounds as the run's validity, so that a lost run is seen while it can be stopped.</summary>
    private const double LateMs = 10;

    private const double CanaryLateMs = 20;

    /// <summary>Why the generator is late; empty while it is not.</summary>
    public static string Late(LiveState state) => string.Join(", ", new[]
    {
        state.LagP99 > LateMs ? $"schedule lag P99 {Time(state.LagP99)}" : "",
        state.Health is { } health && health.CanaryP99Ms > CanaryLateMs ? $"timer P99 {Time(health.CanaryP99Ms)}" : "",
        state.Dropped > 0 ? "starts dropped" : "",
    }.Where(text => text.Length > 0));

    /// <summary>Failed requests; those that no figure counts stand apart: <c>0, 4 unmeasured</c>.</summary>
    public static string Errors(LiveState state) =>
        Units.Count(state.Failed) + (state.FailedOutside > 0 ? $", {Units.Count(state.FailedOutside)} unmeasured" : "");

    /// <summary>Time since the load began, of the whole.</summary>
    public static string Clock(LiveState state, double elapsed) =>
        $"{Units.Clock(elapsed)}/{Units.Clock(state.Plan?.Duration.TotalSeconds ?? 0)}";

    /// <summary>Requests a second.</summary>
    public static string Rate(LiveState state) => Units.Rate(Math.Round(state.RequestsPerSecond, state.RequestsPerSecond < 10 ? 1 : 0));

    public static string Time(double milliseconds) => Units.Milliseconds(milliseconds);

    /// <summary>Database connections in use, of all; empty while there is no figure.</summary>
    public static string Pool(LiveState state) => double.IsNaN(state.Probe(MeasureNames.DbPoolUsed))
        ? ""
        : $"{Number(state.Probe(MeasureNames.DbPoolUsed))}/{Number(state.Probe(MeasureNames.DbPoolMax))}";

    /// <summary>Memory that Redis uses: of its limit where it has one.</summary>
    public static string Redis(LiveState state)
    {
        var max = state.Probe(MeasureNames.RedisMemoryMax);
        return max > 0 ? Units.Percent(state.Probe(MeasureNames.RedisMemoryUsed) / max) : Units.Bytes(state.Probe(MeasureNames.RedisMemoryUsed));
    }

    /// <summary>Jobs that wait.</summary>
    public static string Queue(LiveState state) => Number(state.Probe(MeasureNames.QueueLength));

    private static string Number(double value) => double.IsFinite(value) ? Units.Count((long)Math.Round(value)) : Units.None;
}
