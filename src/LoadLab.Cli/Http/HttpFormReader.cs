using System.Net.Http.Headers;
using System.Text;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Http;

/// <summary>Makes <c>multipart/form-data</c> of the fields <c>name=value</c> and <c>name=@file</c>, as curl's <c>--form</c> does.</summary>
internal sealed class HttpFormReader(IReadOnlyList<string> fields, List<string> faults, Variables variables)
{
    /// <summary>Always the same, so that the same command sends the same bytes.</summary>
    private const string Boundary = "loadlab-7d1f4c0a9b3e5826";

    /// <summary>The form; null when there are no fields. Faults are added to the list.</summary>
    public HttpForm? Read()
    {
        if (fields.Count == 0)
        {
            return null;
        }

        using var content = new MultipartFormDataContent(Boundary);
        foreach (var written in fields)
        {
            Add(content, written);
        }

        using var body = new MemoryStream();
        content.CopyTo(body, null, CancellationToken.None);
        var bytes = body.ToArray();
        if (bytes.AsSpan().Count(Encoding.ASCII.GetBytes(Boundary)) != fields.Count + 1 && faults.Count == 0)
        {
            faults.Add($"--form: a field holds '{Boundary}', which separates the fields.");
        }

        return new HttpForm(content.Headers.ContentType!.ToString(), bytes);
    }

    private void Add(MultipartFormDataContent content, string written)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal);
        if (at < 1 || written[..at].Any(c => c is < ' ' or '"' or '\x7f'))
        {
            faults.Add($"--form '{(at < 1 ? "…" : written[..at] + "=…")}' is not name=value or name=@file. Write for example --form title=Essay --form file=@essay.pdf");
            return;
        }

        var (name, value) = (written[..at], written[(at + 1)..]);
        if (!value.StartsWith('@'))
        {
            content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(variables.Expand(value, $"--form '{name}'", faults))), Quoted(name));
            return;
        }

        try
        {
            var part = new ByteArrayContent(File.ReadAllBytes(value[1..]));
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            // Not by the overload with a file name: it adds the name a second time, in a form that curl does not send.
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted(name), FileName = Quoted(Path.GetFileName(value[1..])) };
            content.Add(part);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"--form '{name}=@{value[1..]}' cannot be read: {fault.Message}");
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "%22", StringComparison.Ordinal)}\"";
}
