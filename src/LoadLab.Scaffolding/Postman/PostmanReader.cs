using System.Collections.Immutable;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.Scaffolding.Correlation;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>Makes a journey of a Postman collection (v2.0, v2.1): its requests in their order, with folders, variables and authorization.</summary>
internal static class PostmanReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LoadLabException">It is none, or has no request that can be sent (104); each fault is told.</exception>
    public static Journey Read(string text, string name)
    {
        using var document = JsonSource.Parse(Place.Clean(text), name, "Postman collection");
        var root = document.RootElement.Get("collection") is { ValueKind: JsonValueKind.Object } inner ? inner : document.RootElement;
        if (root.Get("item").ValueKind != JsonValueKind.Array)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{name}' is no Postman collection: it has no list 'item'.", "In Postman: Export, Collection v2.1. Environments are not read.");
        }

        var variables = new PostmanVariables();
        var faults = new List<string>();
        var notes = new List<string>();
        var made = new List<PostmanItem>();
        variables.Add(root);
        Walk(root, null, null, "", variables, made, faults, notes, 0);
        if (faults.Count > 0 || made.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults.Count > 0 ? faults : [$"The Postman collection '{name}' has no request."], "Open the requests in Postman, save and export the collection again.");
        }

        var address = made.Select(item => item.Address).OfType<Uri>().GroupBy(candidate => candidate.GetLeftPart(UriPartial.Authority)).OrderByDescending(group => group.Count()).FirstOrDefault()?.First();
        var kept = made.Where(item => item.Address is null || address is null || item.Address.Authority == address.Authority).ToList();
        notes.AddRange(made.Except(kept).Select(item => $"Left out: '{item.Exchange.Request.Step}' to {item.Address!.Authority}, which is not the host that is asked most."));
        notes.AddRange(variables.Dynamic.Select(dynamic => $"{{{{{dynamic}}}}} has the same value in each request here. Make one in C# where each must have its own."));
        var taken = kept.SelectMany(item => item.Exchange.Request.Takes).Select(take => take.Value).ToHashSet(StringComparer.Ordinal);
        var own = variables.Values.Select(value => value.Kind == ValueKind.Answer && !taken.Contains(value.Name) ? value with { Kind = ValueKind.Secret, Why = value.Why + ", of a request that was left out" } : value).ToList();
        var named = NamesApart.Of([.. kept.Select(item => item.Exchange.Request)]);
        var (requests, values) = Correlator.Correlate([.. kept.Select((item, index) => item.Exchange with { Request = named[index] })], own.Select(value => value.Name));
        return new Journey
        {
            Source = $"the Postman collection {name}",
            Address = address is null ? null : new Uri(address.GetLeftPart(UriPartial.Authority)),
            Requests = requests,
            Values = [.. own, .. values],
            Notes = [.. notes.Distinct()],
        };
    }

    private static void Walk(JsonElement owner, JsonElement? auth, string? folder, string at, PostmanVariables variables, List<PostmanItem> made, List<string> faults, List<string> notes, int depth)
    {
        const int Deepest = 50;
        auth = owner.Get("auth") is { ValueKind: JsonValueKind.Object } own ? own : auth;
        if (PostmanScripts.Has(owner))
        {
            notes.Add($"The scripts of {(depth == 0 ? "the collection" : $"the folder '{folder}'")} are for all of its requests, and are not run here. What they set, such as a token, comes from the environment, or write it in C#.");
        }

        var index = -1;
        foreach (var item in owner.Entries("item"))
        {
            index++;
            var where = $"{at}item[{index}]";
            if (item.Get("item").ValueKind == JsonValueKind.Array && depth < Deepest)
            {
                variables.Add(item);
                Walk(item, auth, item.Text("name") ?? folder, where + ".", variables, made, faults, notes, depth + 1);
            }
            else if (item.Get("request").ValueKind is JsonValueKind.Object or JsonValueKind.String)
            {
                if (PostmanItem.Read(item, auth, folder, where, variables, faults, notes) is { } read)
                {
                    made.Add(read);
                }
            }
            else
            {
                faults.Add($"{where} ('{item.Text("name") ?? ""}') is neither a request nor a folder.");
            }
        }
    }
}
