using System.Globalization;
using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>The suite of a new project: its settings, and a load that fits the journey.</summary>
internal static class SuiteFile
{
    private static readonly TimeSpan ShortThink = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(5);

    /// <summary>Writes it.</summary>
    public static string Write(Journey journey, string project, string scenario, Uri address)
    {
        var name = Names.Kebab(project);
        var text = new StringBuilder($"""
            # How much load there is. loadlab plan {name} says what a run will do; loadlab run {name} makes it.
            suite: {name}
            description: One user's way through {project}, made from {OneLine(journey.Source)}
            scenarios: {project}
            catalogue: {name}
            seed: 42
            # Another target: --external-url, or the variable LOADLAB_EXTERNAL_URL.
            stack: {Open}kind: external, external: {Open}baseUrl: {Quoted(address.GetLeftPart(UriPartial.Authority))}{Close}{Close}

            """);
        var settings = journey.Values.Where(value => value.Kind != ValueKind.Answer).ToList();
        if (settings.Count > 0)
        {
            text.Append(settings.Exists(value => value.Kind == ValueKind.Secret) ? "# ${…} comes from the environment, or from --env-file .env; reports show the name, never the value.\n" : "").Append("settings:\n");
            foreach (var value in settings)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {value.Name}: {(value.Kind == ValueKind.Secret ? $"\"${{{Variable(project, value)}}}\"" : Quoted(value.Text ?? ""))}\n");
            }
        }

        text.Append("phases:\n  - name: steady\n");
        text.Append(journey.Think < ShortThink
            ? "    model: open\n    rate: 20/s\n    warmUp: 3s\n    hold: 20s\n"
            : string.Create(CultureInfo.InvariantCulture, $"    model: closed\n    users: 20\n    ramp: 5s\n    hold: {Hold(journey.Think)}s\n"));
        return text.Append(CultureInfo.InvariantCulture, $"    scenarios: {{{scenario}: 1}}\n").ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The variable of the environment that has a secret.</summary>
    public static string Variable(string project, JourneyValue value) => $"{Names.Upper(project)}_{Names.Upper(value.Name)}";

    /// <summary>Long enough for three iterations of a user, and for an error rate to be decided.</summary>
    private static int Hold(TimeSpan think) => (int)Math.Min(LongestHold.TotalSeconds, Math.Max(30, Math.Ceiling(think.TotalSeconds * 3 / 10) * 10));

    // A literal '${' would name a variable.
    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text.Replace("${", "$${", StringComparison.Ordinal));

    private static string OneLine(string text) => string.Concat(text.Where(character => !char.IsControl(character))).Replace(": ", " ", StringComparison.Ordinal).Replace(" #", " ", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal);

    private const string Open = "{";
    private const string Close = "}";
}
