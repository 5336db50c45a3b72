using System.Text;
using LoadLab.Core;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>Reads the text of an OpenAPI document, 2.0 to 3.1, in JSON or YAML.</summary>
internal static class OpenApiText
{
    private const int MostFaults = 20;

    /// <summary>Reads it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The file or address, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The document, and what is wrong in parts of it that can be passed over.</returns>
    /// <exception cref="LoadLabException">It is none, or has no operation (104).</exception>
    public static async Task<(OpenApiDocument Document, IReadOnlyList<string> Doubts)> ReadAsync(string text, string name, CancellationToken cancellationToken)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        var format = text.TrimStart() is ['{' or '[', ..] ? "json" : "yaml";
        ReadResult result;
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            result = await OpenApiDocument.LoadAsync(stream, format, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Of a document that is broken enough the library throws what its parts throw.
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{name}' is no OpenAPI document: {FirstLine(fault.Message)}", Hint, fault);
        }

        var errors = (result.Diagnostic?.Errors ?? []).Select(error => string.IsNullOrEmpty(error.Pointer) ? FirstLine(error.Message) : $"{FirstLine(error.Message)} (at {error.Pointer})").Distinct().ToList();
        if (result.Document?.Paths is not { Count: > 0 } paths || !paths.Values.Any(path => path?.Operations is { Count: > 0 }))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                [$"'{name}' has no operation: an OpenAPI document has 'openapi' or 'swagger', and 'paths'.", .. errors.Take(MostFaults), .. errors.Count > MostFaults ? [$"… and {errors.Count - MostFaults} more."] : Array.Empty<string>()],
                Hint);
        }

        return (result.Document, errors);
    }

    private const string Hint = "Give the document itself, such as /openapi/v1.json or swagger.json, and not the page that shows it.";

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
