using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.K6;

namespace LoadLab.Preparation.Invocations;

/// <summary>
/// k6's own variables (<c>K6_VUS</c> and its like): they stand over a script's options and below the command line's. What the command line says of how long or how
/// often takes the place of all that they say of it.
/// </summary>
internal sealed class ScriptVariables(Variables variables)
{
    /// <summary>Variables of k6 that mean nothing here.</summary>
    private static readonly string[] Others =
    [
        "K6_OUT", "K6_BATCH", "K6_BATCH_PER_HOST", "K6_USER_AGENT", "K6_MAX_REDIRECTS", "K6_THROW", "K6_DISCARD_RESPONSE_BODIES", "K6_NO_COOKIES_RESET", "K6_SETUP_TIMEOUT", "K6_TEARDOWN_TIMEOUT",
        "K6_INSECURE_SKIP_TLS_VERIFY", "K6_NO_CONNECTION_REUSE", "K6_NO_VU_CONNECTION_REUSE", "K6_MIN_ITERATION_DURATION", "K6_HTTP_DEBUG", "K6_BLACKLIST_IPS", "K6_DNS", "K6_SYSTEM_TAGS", "K6_COMPATIBILITY_MODE",
    ];

    private readonly List<string> _faults = [];

    /// <summary>What was asked for, with what the variables add to it.</summary>
    /// <exception cref="LoadLabException">A variable is not what it must be (104); with every such one.</exception>
    public K6Arguments AddTo(K6Arguments asked)
    {
        var load = asked.Load;
        if (!load.Decides)
        {
            load = load with
            {
                Duration = Find("K6_DURATION"),
                Iterations = Whole("K6_ITERATIONS"),
                Stages = Find("K6_STAGES")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            };
        }

        load = load with
        {
            Users = load.Users ?? Whole("K6_VUS"),
            RequestsPerSecond = load.RequestsPerSecond ?? Whole("K6_RPS"),
            TrendStatistics = load.TrendStatistics ?? Find("K6_SUMMARY_TREND_STATS"),
            Config = load.Config ?? Find("K6_CONFIG"),
            NoSetup = load.NoSetup || Flag("K6_NO_SETUP"),
            NoTeardown = load.NoTeardown || Flag("K6_NO_TEARDOWN"),
            NoThresholds = load.NoThresholds || Flag("K6_NO_THRESHOLDS"),
        };
        var ignored = Others.Where(name => Find(name) is not null).Select(name => $"The variable {name} has no effect here.");
        return _faults.Count > 0 ? throw new LoadLabException(ExitCode.BadConfiguration, _faults, "These variables are k6's, and stand over the options of the script.")
            : asked with { Load = load, Warnings = [.. asked.Warnings, .. ignored], Summary = asked.Summary with { Export = asked.Summary.Export ?? Find("K6_SUMMARY_EXPORT") } };
    }

    private string? Find(string name) => variables.Find(name) is { Length: > 0 } value ? value : null;

    private int? Whole(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _faults.Add($"The variable {name} is '{text}', which is not a whole number.");
        return null;
    }

    private bool Flag(string name)
    {
        switch (Find(name)?.ToLowerInvariant())
        {
            case null or "false" or "0":
                return false;
            case "true" or "1":
                return true;
            case var other:
                _faults.Add($"The variable {name} is '{other}', which is not true or false.");
                return false;
        }
    }
}
