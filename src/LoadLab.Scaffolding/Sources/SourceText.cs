using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LoadLab.Core;

namespace LoadLab.Scaffolding.Sources;

/// <summary>The text of a document that a project is made from: a file, or what an address answers.</summary>
internal static class SourceText
{
    private const long Megabyte = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads a file or an address, up to a limit.</summary>
    /// <param name="fileOrUrl">A path, or an http or https address.</param>
    /// <param name="kind">What it should be: <c>OpenAPI document</c>.</param>
    /// <param name="maxMegabytes">The limit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LoadLabException">It is not there, empty, too large or no text (104).</exception>
    public static async Task<string> ReadAsync(string fileOrUrl, string kind, int maxMegabytes, CancellationToken cancellationToken)
    {
        var bytes = Address(fileOrUrl) is { } address
            ? await DownloadAsync(address, kind, maxMegabytes, cancellationToken).ConfigureAwait(false)
            : await ReadFileAsync(fileOrUrl, kind, maxMegabytes, cancellationToken).ConfigureAwait(false);
        var text = Decode(bytes, Shown(fileOrUrl), kind);
        return string.IsNullOrWhiteSpace(text)
            ? throw Fault($"The {kind} '{Shown(fileOrUrl)}' is empty.", "Save it again, and check that the whole of it was written.")
            : text;
    }

    /// <summary>The address, when it is one.</summary>
    public static Uri? Address(string fileOrUrl) =>
        Uri.TryCreate(fileOrUrl, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    private static async Task<byte[]> ReadFileAsync(string file, string kind, int maxMegabytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw Fault($"There is no {kind} '{file}'.", "Check the path. An address begins with http:// or https://.");
        }

        try
        {
            return new FileInfo(file).Length is var length && length > maxMegabytes * Megabyte
                ? throw TooLarge(file, kind, length, maxMegabytes)
                : await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault($"The {kind} '{file}' can't be read: {fault.Message}", null, fault);
        }
    }

    private static async Task<byte[]> DownloadAsync(Uri address, string kind, int maxMegabytes, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = maxMegabytes * Megabyte };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
                : throw Fault($"{Shown(address)} answered {(int)answer.StatusCode} {answer.ReasonPhrase}, not a {kind}.", "Open it in a browser. When it needs a log-in, save it to a file and give the file.");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            throw Fault($"The {kind} can't be had from {Shown(address)}: {fault.Message}", "Is the server running? A file does as well.", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"{Shown(address)} has not answered within {Patience.TotalSeconds} s."), "A file does as well.", fault);
        }
    }

    /// <summary>The name of a source as it may be shown and kept: of an address without user, password and query.</summary>
    public static string Shown(string fileOrUrl) => Address(fileOrUrl) is { } address ? Shown(address) : fileOrUrl;

    private static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static string Decode(byte[] bytes, string name, string kind)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
            var text = reader.ReadToEnd();
            return text.Contains('\0', StringComparison.Ordinal) ? throw NoText(name, kind, null) : text;
        }
        catch (DecoderFallbackException fault)
        {
            throw NoText(name, kind, fault);
        }
    }

    private static LoadLabException NoText(string name, string kind, Exception? fault) => Fault($"The {kind} '{name}' is no text in UTF-8.", "Is it packed, or another file?", fault);

    private static LoadLabException TooLarge(string name, string kind, long bytes, int maxMegabytes) =>
        Fault(string.Create(CultureInfo.InvariantCulture, $"The {kind} '{name}' has {bytes / (double)Megabyte:0.#} MB; at most {maxMegabytes} MB are read."), "Take a part of it: a scenario of thousands of requests is no use.");

    private static LoadLabException Fault(string message, string? hint, Exception? inner = null) => new(ExitCode.BadConfiguration, message, hint, inner);
}
