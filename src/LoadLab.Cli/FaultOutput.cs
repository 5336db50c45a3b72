using LoadLab.Cli.Documents;
using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>Tells faults: to people on stderr, to scripts as the one JSON document on stdout.</summary>
internal static class FaultOutput
{
    /// <summary>A fault that has a message for its reader.</summary>
    public static void Write(LoadLabException fault, bool isJson, CliParts parts)
    {
        var hide = parts.Variables.Hide;
        foreach (var line in fault.Faults)
        {
            parts.Error.WriteLine($"error: {hide(line)}");
        }

        if (fault.Hint is { } hint)
        {
            parts.Error.WriteLine($"  {hide(hint)}");
        }

        if (isJson)
        {
            WriteJson(fault.ExitCode, hide(fault.Message), [.. fault.Faults.Select(hide)], fault.Hint is null ? null : hide(fault.Hint), parts.Out);
        }
    }

    /// <summary>A fault of LoadLab itself: short here, whole in a file.</summary>
    public static void WriteUnexpected(Exception fault, bool isJson, CliParts parts)
    {
        var text = parts.Variables.Hide(fault.ToString());
        var details = KeepDetails(text);
        var hint = details is null ? text : $"Details: {details}";
        var message = $"{fault.GetType().Name}: {parts.Variables.Hide(fault.Message)}";
        parts.Error.WriteLine($"error: LoadLab has a fault of its own. {message}");
        parts.Error.WriteLine($"  {hint}");
        if (isJson)
        {
            WriteJson(ExitCode.InternalFault, message, [message], hint, parts.Out);
        }
    }

    private static string? KeepDetails(string text)
    {
        try
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("loadlab-fault-").FullName, "details.txt");
            File.WriteAllText(path, text);
            return path;
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void WriteJson(ExitCode exitCode, string message, IReadOnlyList<string> faults, string? hint, TextWriter output)
    {
        output.WriteLine(JsonText.Of(new ErrorDocument(new ErrorDocument.ErrorPart((int)exitCode, message, faults, hint)), JsonText.Context.ErrorDocument));
    }
}
