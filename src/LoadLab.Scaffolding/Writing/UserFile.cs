using System.Globalization;
using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>The file with the scenario: what one user does, request after request.</summary>
internal static class UserFile
{
    /// <summary>Writes it.</summary>
    /// <param name="journey">What the user does.</param>
    /// <param name="project">Name of the project, as C# has it.</param>
    /// <param name="scenario">Name of the scenario.</param>
    public static string Write(Journey journey, string project, string scenario)
    {
        var code = new StringBuilder();
        var methods = RequestsFile.MethodsOf(journey);
        var taken = journey.Values.Select(value => value.Name).Append("context").ToHashSet(StringComparer.Ordinal);
        var declared = new HashSet<string>(StringComparer.Ordinal);
        string? group = null;
        for (var at = 0; at < journey.Requests.Length; at++)
        {
            var request = journey.Requests[at];
            var isLast = at == journey.Requests.Length - 1;
            if (at > 0)
            {
                code.Append('\n');
            }

            if (request.Group is { Length: > 0 } name && name != group && journey.Requests.Select(other => other.Group).Distinct().Count() > 1)
            {
                code.Append("        // ").Append(OneLine(name)).Append('\n');
            }

            group = request.Group;
            if (request.Think >= TimeSpan.FromMilliseconds(100))
            {
                code.Append(CultureInfo.InvariantCulture, $"        await Task.Delay(TimeSpan.FromSeconds({Math.Round(request.Think.TotalSeconds, 1)}), context.CancellationToken);\n");
            }

            var call = $"await Requests.{methods[at]}(context{string.Concat(RequestsFile.NeedsOf(journey, request).Select(value => ", " + value.Name))})";
            if (isLast && request.Takes.Length == 0)
            {
                code.Append("        return ").Append(call).Append(";\n");
                continue;
            }

            var answer = Names.Free(Names.Camel(methods[at]), taken);
            code.Append("        var ").Append(answer).Append(" = ").Append(call).Append(";\n");
            code.Append("        if (").Append(answer).Append(".IsError)\n            return ").Append(answer).Append(";\n");
            foreach (var take in request.Takes)
            {
                var value = journey.Values.Single(value => value.Name == take.Value);
                code.Append(declared.Add(take.Value) ? "        var " : "        ").Append(take.Value).Append(" = ").Append(AnswersFile.Expression(answer, take, value)).Append(";\n");
            }

            if (isLast)
            {
                code.Append("        return ").Append(answer).Append(";\n");
            }
        }

        return $$"""
            using LoadLab.Sdk;

            namespace {{project}};

            /// <summary>What one user does in an iteration. How many there are, and how often, says {{Names.Kebab(project)}}.yaml.</summary>
            public sealed class {{project}}User : IScenarioSource
            {
                /// <inheritdoc/>
                public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("{{scenario}}", VisitAsync)];

                private static async Task<IResponse> VisitAsync(IScenarioContext context)
                {
            {{code}}    }
            }

            """;
    }

    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
