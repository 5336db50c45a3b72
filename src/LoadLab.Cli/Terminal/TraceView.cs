using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Cli.Terminal;

/// <summary>Writes iterations while they run, and counts what failed. Thread-safe.</summary>
/// <param name="output">Where to.</param>
/// <param name="hide">Takes out what must not be shown.</param>
/// <param name="isWhole">Every header and body, and not a line a request alone.</param>
internal sealed class TraceView(TextWriter output, Func<string, string> hide, bool isWhole) : IIterationTrace
{
    private readonly Lock _lock = new();
    private int _steps;

    /// <summary>Iterations that ended well.</summary>
    public int Ok { get; private set; }

    /// <summary>Iterations that failed or were cut off, or that had a step that failed.</summary>
    public int Failed { get; private set; }

    private bool _stepFailed;

    public void OnIterationStarted(string scenario)
    {
        lock (_lock)
        {
            (_steps, _stepFailed) = (0, false);
            Write("", scenario);
        }
    }

    public void OnStepStarted(string scenario, string step)
    {
        lock (_lock)
        {
            _steps++;
            Write("  ", "step " + step);
        }
    }

    public void OnExchange(TracedExchange exchange)
    {
        lock (_lock)
        {
            foreach (var line in ExchangeText.Lines(exchange, isWhole))
            {
                Write("    ", line);
            }
        }
    }

    public void OnStepEnded(string scenario, string step, IResponse response, TimeSpan took)
    {
        lock (_lock)
        {
            _stepFailed |= response.IsError;
            Write("    ", $"{Outcome(response)} in {ExchangeText.Milliseconds(took)} (step {step})");
        }
    }

    public void OnCheck(string scenario, string group, string check, bool holds)
    {
        lock (_lock)
        {
            Write("    ", $"check {(group.Length == 0 ? "" : group.TrimStart(':') + ": ")}{PlainText.Inline(check)}: {(holds ? "holds" : "FAILED")}");
        }
    }

    public void OnIterationEnded(string scenario, IResponse? response, TimeSpan took)
    {
        lock (_lock)
        {
            var isOk = response is { IsError: false } && !_stepFailed;
            (Ok, Failed) = (Ok + (isOk ? 1 : 0), Failed + (isOk ? 0 : 1));
            var failedStep = response is { IsError: false } && _stepFailed ? ", but a step failed" : "";
            Write("  ", $"{(response is null ? "CUT OFF" : Outcome(response))}{failedStep} after {ExchangeText.Milliseconds(took)}, {_steps} {(_steps == 1 ? "step" : "steps")}");
        }
    }

    /// <summary>A line of a scenario's log.</summary>
    public void OnLog(string line)
    {
        lock (_lock)
        {
            Write("    ", "log: " + line);
        }
    }

    private static string Outcome(IResponse response) => response.IsError
        ? $"FAILED: {response.Failure.ToString().ToLowerInvariant()}{(response.StatusCode.Length > 0 ? " " + response.StatusCode : "")}{(response.Message.Length > 0 ? ": " + PlainText.Inline(response.Message) : "")}"
        : $"ok{(response.StatusCode.Length > 0 ? " " + response.StatusCode : "")}";

    private void Write(string indent, string text) => output.WriteLine(hide(indent + text));
}
