using System.Globalization;
using LoadLab.Core.Text;
using static LoadLab.Cli.Terminal.LiveFigures;

namespace LoadLab.Cli.Terminal;

/// <summary>Turns the live state into lines. Pure.</summary>
internal static class LiveText
{
    /// <summary>One plain line.</summary>
    public static string Line(LiveState state, double elapsedSeconds)
    {
        IEnumerable<string> parts =
        [
            Clock(state, elapsedSeconds),
            state.Phase?.Name ?? "load",
            "users " + Units.Count(state.VirtualUsers),
            Rate(state),
            "P95 " + Time(state.P95),
            "errors " + Errors(state),
            state.Dropped > 0 ? "dropped " + Units.Count(state.Dropped) : "",
            Pool(state) is { Length: > 0 } pool ? "pool " + pool : "",
            Late(state) is { Length: > 0 } late ? "generator late: " + late : "",
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0)).Replace(Units.None, "-", StringComparison.Ordinal);
    }

    /// <summary>The block that is redrawn in place, each line no wider than <paramref name="width"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<StyledText>> Block(LiveState state, double elapsedSeconds, int width, bool unicode)
    {
        var lines = new List<IReadOnlyList<StyledText>>
        {
            Progress(state, elapsedSeconds, width, unicode),
            Row(("Users", Units.Count(state.VirtualUsers)), ("Requests", Rate(state)), ("Errors", Errors(state)), lastIsBad: state.Failed + state.FailedOutside > 0),
            Row((state.HasServiceTimeOnly ? "Service P50" : "Response P50", Time(state.P50)), ("P95", Time(state.P95)), ("Dropped", Units.Count(state.Dropped)), lastIsBad: state.Dropped > 0),
            Row(("Pool", Pool(state) is { Length: > 0 } pool ? pool : Units.None), ("Redis", Redis(state)), ("Queue", Queue(state)), lastIsBad: false),
            Generator(state),
        };
        return [.. lines.Select(line => Fit(line, width, unicode))];
    }

    private static StyledText[] Progress(LiveState state, double elapsed, int width, bool unicode)
    {
        var total = state.Plan?.Duration.TotalSeconds ?? 0;
        var tail = $"  {Clock(state, elapsed)}  ";
        var name = state.Phase?.Name ?? "";
        var room = Math.Clamp(width - tail.Length - name.Length - 4, 8, 60);
        var done = total > 0 ? (int)Math.Round(Math.Clamp(elapsed / total, 0, 1) * room) : 0;
        return
        [
            new("  "),
            new(new string(unicode ? '━' : '=', done), TextStyle.Accent),
            new(new string(unicode ? '─' : '-', room - done), TextStyle.Faint),
            new(tail),
            new(name, TextStyle.Strong),
        ];
    }

    private static StyledText[] Row((string Name, string Value) first, (string Name, string Value) second, (string Name, string Value) last, bool lastIsBad) =>
    [
        new($"  {first.Name,-13} ", TextStyle.Faint), new($"{first.Value,-13}", TextStyle.Strong),
        new($"{second.Name,-9} ", TextStyle.Faint), new($"{second.Value,-12}", TextStyle.Strong),
        new($"{last.Name,-8} ", TextStyle.Faint), new(last.Value, lastIsBad ? TextStyle.Bad : TextStyle.Strong),
    ];

    private static StyledText[] Generator(LiveState state)
    {
        var late = Late(state);
        var cpu = state.Health is { } health && double.IsFinite(health.ProcessCpu) ? string.Create(CultureInfo.InvariantCulture, $"CPU {health.ProcessCpu:0.00} cores") : "CPU –";
        return
        [
            new($"  {"Generator",-13} ", TextStyle.Faint),
            late.Length > 0 ? new("late: " + late, TextStyle.Attention) : new(double.IsNaN(state.LagP99) ? "waiting" : "on schedule", TextStyle.Good),
            new($"  lag P99 {Time(state.LagP99)}, {cpu}", TextStyle.Faint),
        ];
    }

    private static List<StyledText> Fit(IReadOnlyList<StyledText> line, int width, bool unicode)
    {
        var room = width;
        var fitted = new List<StyledText>();
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
