using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>Turns the live state into lines. Pure.</summary>
internal static class LiveText
{
    /// <summary>The generator is late above this: the same bounds as the run's validity, so that a lost run is seen while it can be stopped.</summary>
    private const double LateMs = 10;

    private const double CanaryLateMs = 20;

    /// <summary>One plain line.</summary>
    public static string Line(LiveState state, double elapsedSeconds)
    {
        var line = $"{Clock(state, elapsedSeconds)}  {state.Phase?.Name ?? "load"}  users {Units.Count(state.VirtualUsers)}  {Rate(state)}"
            + $"  P95 {Time(state.P95)}  errors {Errors(state)}";
        line += state.Dropped > 0 ? $"  dropped {Units.Count(state.Dropped)}" : "";
        line += Pool(state) is { Length: > 0 } pool ? "  pool " + pool : "";
        return (line + (Late(state) is { Length: > 0 } late ? "  generator late: " + late : "")).Replace(Units.None, "-", StringComparison.Ordinal);
    }

    /// <summary>The block that is redrawn in place, each line no wider than <paramref name="width"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<Piece>> Block(LiveState state, double elapsedSeconds, int width, bool unicode)
    {
        var lines = new List<IReadOnlyList<Piece>>
        {
            Progress(state, elapsedSeconds, width, unicode),
            Row("Users", Units.Count(state.VirtualUsers), "Requests", Rate(state), "Errors", Errors(state), state.Failed + state.FailedOutside > 0),
            Row("Response P50", Time(state.P50), "P95", Time(state.P95), "Dropped", Units.Count(state.Dropped), state.Dropped > 0),
            Row("Pool", Pool(state) is { Length: > 0 } pool ? pool : Units.None, "Redis", Ratio(state), "Queue", Number(state.Probe(MeasureNames.QueueLength)), false),
            Generator(state),
        };
        return [.. lines.Select(line => Fit(line, width, unicode))];
    }

    private static Piece[] Progress(LiveState state, double elapsed, int width, bool unicode)
    {
        var total = state.Plan?.Duration.TotalSeconds ?? 0;
        var tail = $"  {Clock(state, elapsed)}  ";
        var name = state.Phase?.Name ?? "";
        var room = Math.Clamp(width - tail.Length - name.Length - 4, 8, 60);
        var done = total > 0 ? (int)Math.Round(Math.Clamp(elapsed / total, 0, 1) * room) : 0;
        return
        [
            new("  "),
            new(new string(unicode ? '━' : '=', done), PieceStyle.Accent),
            new(new string(unicode ? '─' : '-', room - done), PieceStyle.Faint),
            new(tail),
            new(name, PieceStyle.Strong),
        ];
    }

    private static Piece[] Row(string a, string aValue, string b, string bValue, string c, string cValue, bool cIsBad) =>
    [
        new($"  {a,-13} ", PieceStyle.Faint), new($"{aValue,-13}", PieceStyle.Strong),
        new($"{b,-9} ", PieceStyle.Faint), new($"{bValue,-12}", PieceStyle.Strong),
        new($"{c,-8} ", PieceStyle.Faint), new(cValue, cIsBad ? PieceStyle.Bad : PieceStyle.Strong),
    ];

    private static Piece[] Generator(LiveState state)
    {
        var late = Late(state);
        var cpu = state.Health is { } health ? string.Create(CultureInfo.InvariantCulture, $"CPU {health.ProcessCpu:0.00} cores") : "CPU –";
        return
        [
            new($"  {"Generator",-13} ", PieceStyle.Faint),
            late.Length > 0 ? new("late: " + late, PieceStyle.Attention) : new(double.IsNaN(state.LagP99) ? "waiting" : "on schedule", PieceStyle.Good),
            new($"  lag P99 {Time(state.LagP99)}, {cpu}", PieceStyle.Faint),
        ];
    }

    private static string Late(LiveState state) => string.Join(", ", new[]
    {
        state.LagP99 > LateMs ? $"schedule lag P99 {Time(state.LagP99)}" : "",
        state.Health is { } health && health.CanaryP99Ms > CanaryLateMs ? $"timer P99 {Time(health.CanaryP99Ms)}" : "",
        state.Dropped > 0 ? "starts dropped" : "",
    }.Where(text => text.Length > 0));

    /// <summary>Those that no figure counts stand apart: <c>0, 4 unmeasured</c>.</summary>
    private static string Errors(LiveState state) =>
        Units.Count(state.Failed) + (state.FailedOutside > 0 ? $", {Units.Count(state.FailedOutside)} unmeasured" : "");

    private static string Clock(LiveState state, double elapsed) =>
        $"{Units.Clock(elapsed)}/{Units.Clock(state.Plan?.Duration.TotalSeconds ?? 0)}";

    private static string Rate(LiveState state) => Units.Rate(Math.Round(state.RequestsPerSecond, state.RequestsPerSecond < 10 ? 1 : 0));

    private static string Time(double milliseconds) => Units.Milliseconds(milliseconds);

    private static string Pool(LiveState state) => double.IsNaN(state.Probe(MeasureNames.DbPoolUsed))
        ? ""
        : $"{Number(state.Probe(MeasureNames.DbPoolUsed))}/{Number(state.Probe(MeasureNames.DbPoolMax))}";

    private static string Ratio(LiveState state)
    {
        var max = state.Probe(MeasureNames.RedisMemoryMax);
        return max > 0 ? Units.Percent(state.Probe(MeasureNames.RedisMemoryUsed) / max) : Units.Bytes(state.Probe(MeasureNames.RedisMemoryUsed));
    }

    private static string Number(double value) => double.IsFinite(value) ? Units.Count((long)Math.Round(value)) : Units.None;

    private static List<Piece> Fit(IReadOnlyList<Piece> line, int width, bool unicode)
    {
        var room = width;
        var fitted = new List<Piece>();
        foreach (var piece in line)
        {
            var text = unicode ? piece.Text : piece.Text.Replace(Units.None, "-", StringComparison.Ordinal);
            text = text[..Math.Min(text.Length, Math.Max(0, room))];
            room -= text.Length;
            fitted.Add(piece with { Text = text });
        }

        return fitted;
    }
}
