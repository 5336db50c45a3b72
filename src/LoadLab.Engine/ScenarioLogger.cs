using System.Globalization;
using System.Text;
using LoadLab.Sdk;

namespace LoadLab.Engine;

/// <summary>The log of scenarios: at most <see cref="LinesPerSecond"/> lines a second; says how many it left out. Thread-safe.</summary>
internal sealed class ScenarioLogger(TimeProvider time, Action<string> write) : IScenarioLogger
{
    /// <summary>Most lines a second.</summary>
    public const int LinesPerSecond = 10;

    private readonly Lock _lock = new();
    private long _second;
    private int _lines;
    private long _leftOut;

    public void Debug(string messageTemplate, params object?[] values)
    {
    }

    public void Information(string messageTemplate, params object?[] values) => Write("", messageTemplate, values);

    public void Warning(string messageTemplate, params object?[] values) => Write("warning: ", messageTemplate, values);

    public void Error(string messageTemplate, params object?[] values) => Write("error: ", messageTemplate, values);

    /// <summary>Puts the values into the template's <c>{Name}</c> places, in order.</summary>
    internal static string Format(string template, object?[] values)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var at = 0; at < template.Length; at++)
        {
            var end = template[at] == '{' ? template.IndexOf('}', at) : -1;
            if (end > at && next < values.Length)
            {
                text.Append(Convert.ToString(values[next++], CultureInfo.InvariantCulture));
                at = end;
            }
            else
            {
                text.Append(template[at]);
            }
        }

        return text.ToString();
    }

    private void Write(string level, string template, object?[] values)
    {
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
            {
                if (_leftOut > 0)
                {
                    write(string.Create(CultureInfo.InvariantCulture, $"({_leftOut} lines of scenario log left out)"));
                }

                (_second, _lines, _leftOut) = (second, 0, 0);
            }

            if (++_lines > LinesPerSecond)
            {
                _leftOut++;
                return;
            }
        }

        write(level + Format(template, values));
    }
}
