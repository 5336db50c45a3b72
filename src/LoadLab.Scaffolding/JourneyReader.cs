using LoadLab.Core;
using LoadLab.Scaffolding.Curl;
using LoadLab.Scaffolding.Har;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.OpenApi;
using LoadLab.Scaffolding.Postman;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding;

/// <summary>Reads what a project is made from.</summary>
internal static class JourneyReader
{
    private const int MostMegabytes = 32;

    // Answers are in it, with their images.
    private const int MostMegabytesOfHar = 200;

    /// <summary>An OpenAPI document.</summary>
    /// <param name="fileOrUrl">Where it is.</param>
    /// <param name="writes">True to send also what changes data.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LoadLabException">It can't be had or read (104).</exception>
    public static async Task<Journey> OpenApiAsync(string fileOrUrl, bool writes, CancellationToken cancellationToken)
    {
        var text = await SourceText.ReadAsync(fileOrUrl, "OpenAPI document", MostMegabytes, cancellationToken).ConfigureAwait(false);
        return await OpenApiReader.ReadAsync(text, SourceText.Shown(fileOrUrl), writes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A recording of a browser or proxy.</summary>
    /// <exception cref="LoadLabException">It can't be read (104).</exception>
    public static async Task<Journey> HarAsync(string file, CancellationToken cancellationToken) =>
        HarReader.Read(await SourceText.ReadAsync(file, "HAR file", MostMegabytesOfHar, cancellationToken).ConfigureAwait(false), file);

    /// <summary>A collection of Postman.</summary>
    /// <exception cref="LoadLabException">It can't be read (104).</exception>
    public static async Task<Journey> PostmanAsync(string file, CancellationToken cancellationToken) =>
        PostmanReader.Read(await SourceText.ReadAsync(file, "Postman collection", MostMegabytes, cancellationToken).ConfigureAwait(false), file);

    /// <summary>A command line of curl.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="folder">Where files that it names are.</param>
    /// <exception cref="LoadLabException">It can't be read (104).</exception>
    public static Journey Curl(string line, string folder) => CurlReader.Read(line, folder);
}
