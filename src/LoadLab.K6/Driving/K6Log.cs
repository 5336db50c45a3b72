using System.Text.Json;

namespace LoadLab.K6.Driving;

/// <summary>What k6 prints: lines of its log as JSON, and between them what the script prints to standard output. Not thread-safe.</summary>
internal sealed class K6Log
{
    private const string FaultStart = "k6 ";
    private const int MostLast = 20;
    private const int MostOutput = 1 << 20;

    /// <summary>How Go's runtime, and Docker's client, begin to tell why they end.</summary>
    private static readonly string[] Crashes = ["panic: ", "fatal error: ", "runtime: ", "docker: ", "Error response from daemon: "];

    private readonly Queue<string> _last = new();
    private readonly System.Text.StringBuilder _output = new();

    private bool _hasCrashed;

    /// <summary>The last lines of the log.</summary>
    public IReadOnlyCollection<string> Last => _last;

    /// <summary>What is no line of the log.</summary>
    public string Output => _output.ToString();

    /// <summary>What k6 said last of what went wrong; empty when it said nothing.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>The threshold that ended the test, in k6's words; null when none did.</summary>
    public string? Abort { get; private set; }

    /// <summary>Takes a line.</summary>
    /// <returns>What is to be shown; null for nothing.</returns>
    public string? Add(string line)
    {
        if (Parse(line) is not { } entry)
        {
            if (_output.Length + line.Length < MostOutput)
            {
                _output.Append(line).Append('\n');
            }

            if (!_hasCrashed && Crashes.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                (Fault, _hasCrashed) = (line.Trim(), true);
            }

            return null;
        }

        if (!_hasCrashed && entry.Level is "error" or "fatal" or "panic")
        {
            Fault = entry.Text;
        }

        Abort = entry.Text.Contains("abortOnFail", StringComparison.Ordinal) ? entry.Text : Abort;
        _last.Enqueue(entry.Text);
        if (_last.Count > MostLast)
        {
            _last.Dequeue();
        }

        return entry.Level is "info" or "debug" ? entry.Text : $"{FaultStart}{entry.Level}: {entry.Text}";
    }

    /// <summary>True for a line to be shown that tells of a fault or a warning.</summary>
    public static bool IsFault(string shown) => shown.StartsWith(FaultStart, StringComparison.Ordinal);

    private static (string Level, string Text)? Parse(string line)
    {
        if (!line.StartsWith("{\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (!root.TryGetProperty("level", out var level) || !root.TryGetProperty("msg", out var message))
            {
                return null;
            }

            var text = message.ToString().Trim();
            if (root.TryGetProperty("error", out var error))
            {
                text += ": " + error;
            }

            return (level.ToString(), text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
