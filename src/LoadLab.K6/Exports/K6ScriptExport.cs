using System.Text;
using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Exports;

/// <summary>
/// A k6 script that puts a plan's load on a target and is held to a catalogue's rows, as far as k6 can: the functions that make the requests are a
/// skeleton. Pure.
/// </summary>
public static class K6ScriptExport
{
    /// <summary>The script.</summary>
    /// <param name="plan">The load.</param>
    /// <param name="catalogue">The rows.</param>
    public static string Write(RunPlan plan, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(catalogue);
        var text = new StringBuilder();
        var slos = catalogue.Select(plan.Slos);
        text.Append($"// The load of suite '{OneLine(plan.Suite)}' and the SLOs of catalogue '{OneLine(catalogue.Name)}', as far as k6 can express them.\n");
        text.Append("// k6 compares the figures themselves with the limits: no intervals, no validity, and a threshold without a sample passes.\n");
        text.Append("// Run: k6 run -e BASE_URL=http://127.0.0.1:8080 script.js, or: loadlab run script.js --env BASE_URL=http://127.0.0.1:8080\n");
        text.Append("import http from 'k6/http';\n");
        text.Append(plan.Phases.Any(Thinks) ? "import { sleep } from 'k6';\n" : "");
        text.Append("\nconst BASE_URL = __ENV.BASE_URL || 'http://127.0.0.1:8080';\n\n");
        Services(text, catalogue, slos);
        Thinking(text, plan);
        text.Append("export const options = {\n  scenarios: {\n");
        Scenarios(text, plan);
        text.Append("  },\n  thresholds: {\n");
        Thresholds(text, slos);
        text.Append("  },\n  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],\n};\n");
        Functions(text, plan, catalogue, slos);
        return text.ToString();
    }

    /// <summary>A name that k6 allows for a scenario: ASCII letters, digits, <c>_</c> and <c>-</c>.</summary>
    internal static string ScenarioName(string name) => string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-' ? sign : '-'));

    private static void Services(StringBuilder text, SloCatalogue catalogue, IReadOnlyList<Slo> slos)
    {
        var used = UsedServices(slos);
        text.Append("// The services of the catalogue, by the names of their steps; * stands for any characters.\nconst SERVICES = {\n");
        foreach (var service in catalogue.Services.Values.Where(service => used.Contains(service.Name)))
        {
            text.Append($"  {K6Threshold.TagOf(service.Name)}: {{ steps: {List(service.Steps)}, except: {List(service.Except)} }},\n");
        }

        text.Append("""
            };

            const matches = (pattern, name) => new RegExp('^' + pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*') + '$').test(name);

            // The tags of a request: its name, and the services that it belongs to, which the thresholds ask for.
            function step(name) {
              const tags = { name };
              for (const service of Object.keys(SERVICES)) {
                const { steps, except } = SERVICES[service];
                if (steps.some((pattern) => matches(pattern, name)) && !except.some((pattern) => matches(pattern, name))) {
                  tags[service] = 'true';
                }
              }
              return { tags };
            }


            """.ReplaceLineEndings("\n"));
    }

    private static void Scenarios(StringBuilder text, RunPlan plan)
    {
        var start = TimeSpan.Zero;
        foreach (var phase in plan.Phases)
        {
            var begins = phase.StartAt ?? start;
            var whole = phase.Mix.Sum(share => share.Weight);
            foreach (var share in phase.Mix)
            {
                var scenario = new K6ScenarioText(phase, share.Weight / whole);
                foreach (var note in scenario.Notes.Distinct())
                {
                    text.Append($"    // {note}\n");
                }

                List<(string Key, string Value)> options = [.. scenario.Options, ("exec", Quote(Function(share.Scenario)))];
                if (begins > TimeSpan.Zero)
                {
                    options.Add(("startTime", K6ScenarioText.Length(begins)));
                }

                if (Thinks(phase))
                {
                    options.Add(("env", FormattableString.Invariant($"{{ THINK: '{phase.ThinkTime.Distribution.ToString().ToLowerInvariant()}', THINK_SECONDS: '{phase.ThinkTime.Mean.TotalSeconds:0.###}' }}")));
                }

                options.Add(("gracefulStop", K6ScenarioText.Length(phase.Drain)));
                var name = ScenarioName(phase.Mix.Count == 1 ? phase.Name : $"{phase.Name}-{share.Scenario}");
                text.Append($"    {Quote(name)}: {{ {string.Join(", ", options.Select(option => $"{option.Key}: {option.Value}"))} }},\n");
            }

            if (phase.Segments.Any(segment => Core.Runs.Shapes.LoadShape.Of(segment.Simulation).IsUnbounded) && phase != plan.Phases[^1])
            {
                text.Append("    // The phase before ends with its iterations, which k6's startTime cannot wait for: set the startTime of what follows.\n");
            }

            start = begins + phase.Duration;
        }
    }

    private static void Thresholds(StringBuilder text, IReadOnlyList<Slo> slos)
    {
        var all = slos.Select(slo => (Slo: slo, Threshold: K6Threshold.Of(slo))).ToList();
        foreach (var metric in all.Where(row => row.Slo.Required && row.Threshold.Metric.Length > 0).GroupBy(row => row.Threshold.Metric, StringComparer.Ordinal))
        {
            foreach (var (slo, threshold) in metric)
            {
                text.Append($"    // {Row(slo)}{(threshold.Note.Length > 0 ? $". {Capital(OneLine(threshold.Note))}." : "")}\n");
            }

            text.Append($"    {Quote(metric.Key)}: [{string.Join(", ", metric.Select(row => row.Threshold.Expression).Distinct().Select(Quote))}],\n");
        }

        foreach (var (slo, threshold) in all.Where(row => !row.Slo.Required && row.Threshold.Metric.Length > 0))
        {
            text.Append($"    // {Row(slo)}. Not required, and each threshold of k6 decides. It would be {Quote(threshold.Metric)}: [{Quote(threshold.Expression)}]\n");
        }

        foreach (var (slo, threshold) in all.Where(row => row.Threshold.Metric.Length == 0))
        {
            text.Append($"    // {Row(slo)}: k6 cannot express it: {OneLine(threshold.Note).TrimEnd('.')}.\n");
        }
    }

    private static string Row(Slo slo) => $"{OneLine(slo.Id)}: {OneLine(slo.Title)} {slo.Objective.Sign} {OneLine(slo.Objective.Text)}";

    private static void Functions(StringBuilder text, RunPlan plan, SloCatalogue catalogue, IReadOnlyList<Slo> slos)
    {
        var names = catalogue.Services.Values.Where(service => UsedServices(slos).Contains(service.Name)).SelectMany(service => service.Steps)
            .Where(name => !name.Contains('*', StringComparison.Ordinal) && !name.Contains('?', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var scenario in plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct(StringComparer.Ordinal))
        {
            text.Append($"\n// A skeleton: put the requests of scenario '{OneLine(scenario)}' here, each with the name of its step.");
            text.Append(names.Count > 0 ? $" The catalogue names: {OneLine(string.Join(", ", names))}.\n" : "\n");
            text.Append($"export function {Function(scenario)}() {{\n  http.get(`${{BASE_URL}}/`, step({Quote(scenario)}));\n");
            text.Append(plan.Phases.Any(Thinks) ? "  think();\n" : "");
            text.Append("}\n");
        }
    }

    /// <summary>Users of the closed model think; arrivals of the open one do not, though both run one function.</summary>
    private static bool Thinks(PhasePlan phase) => phase.Model == LoadModel.Closed && phase.ThinkTime.Mean > TimeSpan.Zero;

    private static void Thinking(StringBuilder text, RunPlan plan)
    {
        if (plan.Phases.Any(Thinks))
        {
            text.Append("""
                // The think time of a scenario that has some: its env says the mean and how it varies.
                function think() {
                  const mean = Number(__ENV.THINK_SECONDS || 0);
                  if (mean > 0) {
                    sleep(mean * (__ENV.THINK === 'exponential' ? Math.min(10, -Math.log(1 - Math.random())) : __ENV.THINK === 'uniform' ? 0.5 + Math.random() : 1));
                  }
                }


                """.ReplaceLineEndings("\n"));
        }
    }

    private static HashSet<string> UsedServices(IReadOnlyList<Slo> slos) =>
        slos.Where(slo => K6Threshold.Of(slo).Metric.Length > 0).Select(slo => slo.ServiceName).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>A scenario's name as that of a function.</summary>
    private static string Function(string scenario)
    {
        var name = string.Concat(scenario.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '_'));
        return "run_" + name;
    }

    private static string List(IReadOnlyList<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    /// <summary>A JavaScript string: JSON is one.</summary>
    private static string Quote(string text) => text.All(sign => sign is >= ' ' and < (char)127 and not ('\'' or '\\')) ? $"'{text}'" : JsonSerializer.Serialize(text);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
