using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Curl;

/// <summary>The files that a curl command sends.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="faults">Gets each fault.</param>
internal sealed class CurlFiles(string folder, List<string> faults)
{
    private const int MaxBytes = 10_000_000;

    /// <summary>What is in one; null after a fault.</summary>
    public byte[]? Bytes(string name)
    {
        if (name == "-")
        {
            faults.Add("The curl command reads its body from standard input. Write it to a file, and name that.");
            return null;
        }

        var path = Path.GetFullPath(name, folder);
        if (!File.Exists(path))
        {
            faults.Add($"The curl command sends the file '{name}', which is not there (looked for at '{path}').");
            return null;
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            faults.Add($"The file '{name}' has more than 10 MB.");
            return null;
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>The text of one; null after a fault.</summary>
    public string? Text(string name)
    {
        if (Bytes(name) is not { } bytes)
        {
            return null;
        }

        if (TryText(bytes) is not { } text)
        {
            faults.Add($"The file '{name}' is no text in UTF-8, and the curl command sends it as one.");
            return null;
        }

        return text;
    }

    /// <summary>Bytes as text; null where they are none.</summary>
    public static string? TryText(byte[] bytes)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : Place.Clean(text);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
