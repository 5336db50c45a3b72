using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>Makes a journey of an OpenAPI document: a log-in where one is needed, then what reads, lists before what they list.</summary>
internal static class OpenApiReader
{
    private const int MostNotes = 30;

    /// <summary>Reads it.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="name">The file or address.</param>
    /// <param name="writes">True to send also what changes data.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LoadLabException">It is none, or nothing in it can be sent (104).</exception>
    public static async Task<Journey> ReadAsync(string text, string name, bool writes, CancellationToken cancellationToken)
    {
        var (document, doubts) = await OpenApiText.ReadAsync(Place.Clean(text), name, cancellationToken).ConfigureAwait(false);
        var operations = Operation.All(document).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var security = new Security(document, operations, names);
        var (address, prefix) = ServerAddress.Of(document, SourceText.Address(name));
        var plan = new OperationPlan(security, prefix, names);
        var left = new List<string>();
        var pending = new List<Operation>();
        foreach (var operation in operations)
        {
            if (operation == security.LogIn)
            {
                plan.Add(operation);
            }
            else if (operation.Content.Deprecated)
            {
                left.Add($"{operation.Title}: deprecated.");
            }
            else if (operation.Method is "GET" or "HEAD" || (writes && operation.Method is "POST" or "PUT" or "PATCH" or "QUERY"))
            {
                pending.Add(operation);
            }
            else
            {
                left.Add(operation.Method is "DELETE" ? $"{operation.Title}: deletes data." : operation.Method is "OPTIONS" or "TRACE" ? $"{operation.Title}: no user sends it." : $"{operation.Title}: changes data; --writes includes it.");
            }
        }

        plan.AddAll(pending, left);
        if (plan.Requests.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, ["Nothing in the document can be sent as it is.", .. left.Take(MostNotes)], "Give parameters an 'example' in the document, or try --writes.");
        }

        string[] notes =
        [
            .. doubts.Count > 0 ? [$"The document has {Units.Counted(doubts.Count, "fault that was", "faults that were")} passed over. The first: {doubts[0]}"] : Array.Empty<string>(),
            .. security.Doubts,
            .. plan.Guesses.Take(MostNotes),
            .. left.Take(MostNotes).Select(line => "Left out: " + line),
            .. left.Count > MostNotes ? [$"Left out: {left.Count - MostNotes} more."] : Array.Empty<string>(),
        ];
        return new Journey { Source = $"the OpenAPI document {name}", Address = address, Requests = [.. plan.Requests], Values = [.. plan.Values, .. security.Secrets], Notes = [.. notes] };
    }
}
