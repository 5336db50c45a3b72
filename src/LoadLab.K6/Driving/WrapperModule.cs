using System.Text;
using LoadLab.Core.Runs;
using LoadLab.K6.Exports;
using LoadLab.K6.Results;

namespace LoadLab.K6.Driving;

/// <summary>
/// The module that k6 runs: it hands the script's functions on, has options of its own, and tells of each iteration when it began and whether it counts.
/// A file of options would lose to the script's, so the script is wrapped.
/// </summary>
internal static class WrapperModule
{
    /// <summary>A start is told as number · 2^27 + milliseconds: both are whole in a double for 37 hours and 67 million iterations.</summary>
    public const double NumberFactor = 134_217_728;

    private static readonly string[] HandedOn = ["setup", "teardown", "handleSummary"];
    private static readonly string[] Tags = ["proto", "subproto", "status", "method", "url", "name", "group", "check", "error", "error_code", "tls_version", "scenario", "service", "expected_response"];

    /// <summary>The text of the module.</summary>
    /// <param name="path">The script.</param>
    /// <param name="functions">What it exports.</param>
    /// <param name="phases">The load.</param>
    /// <param name="overrides">Options of the command line as JSON, over those of the script.</param>
    /// <param name="below">Options of a file as JSON, under those of the script.</param>
    public static string Write(string path, IReadOnlyList<string> functions, IReadOnlyList<DrivenPhase> phases, string overrides, string below)
    {
        var address = Js.Text(Js.Address(path));
        var text = new StringBuilder();
        text.Append($"import * as script from {address};\n");
        if (HandedOn.Where(functions.Contains).ToList() is { Count: > 0 } handed)
        {
            text.Append($"export {{ {string.Join(", ", handed)} }} from {address};\n");
        }

        text.Append("import exec from 'k6/execution';\nimport { sleep } from 'k6';\nimport { Trend } from 'k6/metrics';\n");
        text.Append($"const starts = new Trend('{ResultMetric.OwnStarts}');\nconst ends = new Trend('{ResultMetric.OwnEnds}');\n");
        text.Append("const overrides = ").Append(overrides).Append(";\n");
        text.Append("const own = Object.assign(").Append(below).Append(", script.options, overrides);\n");
        text.Append("for (const key of ['vus', 'duration', 'iterations', 'stages', 'scenarios', 'linger', 'paused', 'executionSegment', 'executionSegmentSequence', 'noThresholds']) { delete own[key]; }\n");
        text.Append("if (overrides.noThresholds) { delete own.thresholds; }\n");
        text.Append($"own.systemTags = Array.from(new Set([{string.Join(", ", Tags.Select(tag => $"'{tag}'"))}].concat(own.systemTags || [])));\n");
        text.Append("own.scenarios = {\n");
        foreach (var phase in phases)
        {
            text.Append($"  {Js.Text(phase.Plan.Name)}: {{ {string.Join(", ", Scenario(phase).Select(option => $"{option.Key}: {option.Value}"))} }},\n");
        }

        text.Append("};\nexport const options = own;\n");
        text.Append(Runtime);
        foreach (var phase in phases)
        {
            text.Append($"export async function {phase.Function}(data) {{ await iterate({Describe(phase)}, data); }}\n");
        }

        return text.ToString();
    }

    private const string Runtime = """
        let due = 0;
        async function iterate(phase, data) {
          const began = Date.now();
          const offset = began - exec.scenario.startTime;
          const number = exec.scenario.iterationInTest;
          const turn = ((number + 1) * 0.6180339887498949) % 1;
          let at = 0;
          while (at < phase.mix.length - 1 && turn >= phase.mix[at][1]) { at += 1; }
          const mark = at + (phase.windows.some((window) => offset >= window[0] && offset < window[1]) ? 'm' : 'u');
          exec.vu.metrics.tags.loadlab = mark;
          starts.add(number * 134217728 + Math.max(0, Math.min(offset, 134217727)));
          try {
            await script[phase.mix[at][0]](data);
          } catch (fault) {
            exec.vu.metrics.tags.loadlab = mark + 'f';
            throw fault;
          } finally {
            if (phase.think || phase.pacing) {
              ends.add(Date.now() - began);
              let wait = phase.think ? phase.think() : 0;
              if (phase.pacing) {
                due = (due || began) + phase.pacing;
                wait = Math.max(0, (due - Date.now()) / 1000);
              }
              if (wait > 0) { sleep(wait); }
            }
          }
        }

        """;

    private static string Describe(DrivenPhase phase)
    {
        var (mix, upTo) = (new List<string>(), 0.0);
        foreach (var share in phase.Mix)
        {
            upTo += share.Share;
            mix.Add($"[{Js.Text(share.Facts.Exec)}, {Js.Number(upTo)}]");
        }

        var windows = phase.Windows.Select(window => $"[{Js.Number(window.From * 1000)}, {(window.To == double.MaxValue ? "Infinity" : Js.Number(window.To * 1000))}]");
        return $"{{ mix: [{string.Join(", ", mix)}], windows: [{string.Join(", ", windows)}], think: {Think(phase)}, pacing: {Js.Number(phase.Waits ? phase.Plan.Pacing?.TotalMilliseconds ?? 0 : 0)} }}";
    }

    private static string Think(DrivenPhase phase)
    {
        var mean = Js.Number(phase.Plan.ThinkTime.Mean.TotalSeconds);
        return !phase.Waits || phase.Plan.ThinkTime.Mean <= TimeSpan.Zero ? "null"
            : phase.Plan.ThinkTime.Distribution switch
            {
                ThinkTimeDistribution.Exponential => $"() => {mean} * Math.min(10, -Math.log(1 - Math.random()))",
                ThinkTimeDistribution.Uniform => $"() => {mean} * (0.5 + Math.random())",
                _ => $"() => {mean}",
            };
    }

    private static IEnumerable<(string Key, string Value)> Scenario(DrivenPhase phase)
    {
        foreach (var (key, value) in new K6ScenarioText(phase.Plan, share: 1).Options)
        {
            yield return (key, key == "preAllocatedVUs" ? UsersFrom(phase) : value);
        }

        yield return ("exec", $"'{phase.Function}'");
        yield return ("gracefulStop", K6ScenarioText.Length(phase.Plan.Drain));
        if (phase.StartTime > TimeSpan.Zero)
        {
            yield return ("startTime", K6ScenarioText.Length(phase.StartTime));
        }

        if (phase.EndsByIterations)
        {
            yield return ("maxDuration", K6ScenarioText.Length(phase.Own?.MaxDuration ?? DrivenPhase.LongestIterations));
        }

        if (phase.Own?.RampDown is { } rampDown)
        {
            yield return ("gracefulRampDown", K6ScenarioText.Length(rampDown));
        }

        if (phase.Mix is [{ } only])
        {
            if (only.Facts.Environment.Count > 0)
            {
                yield return ("env", Js.Map(only.Facts.Environment));
            }

            if (only.Facts.Tags.Count > 0)
            {
                yield return ("tags", Js.Map(only.Facts.Tags));
            }
        }
    }

    /// <summary>k6 takes long to make a user, and drops what comes meanwhile: those of a second of arrivals are made before.</summary>
    private static string UsersFrom(DrivenPhase phase)
    {
        var peak = phase.Plan.Segments.Max(segment => Core.Runs.Shapes.LoadShape.Of(segment.Simulation).Peak(segment.Simulation));
        return Js.Number(Math.Max(1, Math.Min(Math.Max(phase.Plan.PreparedVirtualUsers, Math.Ceiling(peak)), phase.Plan.MaxVirtualUsers)));
    }
}
