using System.Globalization;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Scaffolding.Correlation;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Har;

/// <summary>Makes a journey of a HAR recording, as browsers and proxies write it: the requests to one host, without what belongs to the page only.</summary>
internal static class HarReader
{
    private const int MostNotes = 30;
    private static readonly TimeSpan ShortestThink = TimeSpan.FromMilliseconds(500);
    private static readonly string[] StaticKinds = ["image/", "font/", "text/css", "text/javascript", "application/javascript", "application/x-javascript", "audio/", "video/", "application/font"];

    /// <summary>Reads it.</summary>
    /// <exception cref="LoadLabException">It is none, or has no request that can be sent (104); each fault is told.</exception>
    public static Journey Read(string text, string name)
    {
        using var document = JsonSource.Parse(Place.Clean(text), name, "HAR file");
        var faults = new List<string>();
        if (document.RootElement.Get("log").Get("entries").ValueKind != JsonValueKind.Array)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{name}' is no HAR file: it has no 'log.entries'.", "In the browser's network tools: Save all as HAR.");
        }

        var recorded = document.RootElement.Get("log").Entries("entries").ToList();
        var entries = recorded.Select((entry, index) => IsSocket(entry) ? null : HarEntry.Read(entry, index, faults)).OfType<HarEntry>().OrderBy(entry => entry.Started).ToList();
        if (faults.Count > 0 || entries.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults.Count > 0 ? faults : [$"The HAR file '{name}' has no request."], "Record it again with the network tools open before the first page.");
        }

        var host = entries.Where(entry => !IsStatic(entry)).GroupBy(entry => entry.Address.Authority).OrderByDescending(group => group.Count()).ThenBy(group => group.Min(entry => entry.Started)).FirstOrDefault()?.Key
            ?? throw new LoadLabException(ExitCode.BadConfiguration, $"The HAR file '{name}' has only images, styles, scripts and fonts.", "Record what a user does, not only a page that is shown.");
        var kept = entries.Where(entry => entry.Address.Authority == host && !IsStatic(entry) && entry.Method is not ("OPTIONS" or "CONNECT")).ToList();
        var exchanges = new List<Exchange>();
        DateTimeOffset? end = null;
        foreach (var entry in kept)
        {
            var think = end is { } before && entry.Started - before is var gap && gap >= ShortestThink ? gap : TimeSpan.Zero;
            exchanges.Add(new Exchange(entry.ToRequest(think), entry.Answer));
            var ended = entry.Started + entry.Took;
            end = end > ended ? end : ended;
        }

        var (requests, values) = Correlator.Correlate(exchanges, []);
        return new Journey
        {
            Source = $"the recording {name}",
            Address = new Uri(kept[0].Address.GetLeftPart(UriPartial.Authority).Replace(kept[0].Address.UserInfo + "@", "", StringComparison.Ordinal)),
            Requests = requests,
            Values = values,
            Notes = [.. Credentials(document.RootElement, kept), .. Sockets(recorded.Count(IsSocket)), .. Notes(entries, host).Take(MostNotes)],
        };
    }

    private static IEnumerable<string> Notes(List<HarEntry> entries, string host)
    {
        foreach (var other in entries.Where(entry => entry.Address.Authority != host).GroupBy(entry => entry.Address.Authority).OrderByDescending(group => group.Count()))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Left out: {Units.Counted(other.Count(), "request")} to {other.Key}, which is not the host that was asked most ({host}).");
        }

        if (entries.Count(entry => entry.Address.Authority == host && IsStatic(entry)) is > 0 and var files)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Left out: {Units.Counted(files, "image, style, script or font", "images, styles, scripts and fonts")} of {host}.");
        }

        if (entries.Count(entry => entry.Address.Authority == host && entry.Method is "OPTIONS" or "CONNECT") is > 0 and var asked)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Left out: {Units.Counted(asked, "request")} with OPTIONS or CONNECT, which a browser makes by itself.");
        }
    }

    /// <summary>A connection that changed to WebSocket.</summary>
    private static bool IsSocket(JsonElement entry) =>
        entry.Get("request").Text("url") is { } url && (url.StartsWith("ws:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("wss:", StringComparison.OrdinalIgnoreCase))
        || entry.Get("response").Get("status") is { ValueKind: JsonValueKind.Number } status && status.TryGetInt32(out var code) && code == 101;

    private static IEnumerable<string> Sockets(int count) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"Left out: {Units.Counted(count, "WebSocket", "WebSockets")}. The package LoadLab.Sdk.WebSockets has steps for what goes over them.")];

    /// <summary>Chrome leaves cookies and tokens out of what it saves, unless it is told not to.</summary>
    private static IEnumerable<string> Credentials(JsonElement root, List<HarEntry> kept) =>
        root.Get("log").Get("creator").Text("name") != "WebInspector" || kept.Exists(entry => entry.Headers.Concat(entry.Answer.Headers).Any(header => header.Name.ToUpperInvariant() is "COOKIE" or "AUTHORIZATION" or "SET-COOKIE")) ? []
            : ["The recording has no cookies and no Authorization: Chrome leaves them out, unless it is saved with 'Export HAR (with sensitive data)'. Where the target asks who a user is, its requests will fail."];

    private static bool IsStatic(HarEntry entry) => entry.Method == "GET" && StaticKinds.Any(kind => entry.AnswerKind.StartsWith(kind, StringComparison.OrdinalIgnoreCase));
}
