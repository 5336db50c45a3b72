using LoadLab.Cli.Documents;
using LoadLab.Core;

namespace LoadLab.Cli.Parts;

/// <summary>Tells faults: to people on stderr, to scripts as the one JSON document on stdout.</summary>
internal static class FaultOutput
{
    /// <summary>A fault that has a message for its reader.</summary>
    public static void Write(LoadLabException fault, bool isJson, CliConsole console)
    {
        var hide = console.Variables.Hide;
        foreach (var line in fault.Faults)
        {
            console.Error.WriteLine($"error: {hide(line)}");
        }

        if (fault.Hint is { } hint)
        {
            console.Error.WriteLine($"  {hide(hint)}");
        }

        if (isJson)
        {
            WriteJson(fault.ExitCode, hide(fault.Message), [.. fault.Faults.Select(hide)], fault.Hint is null ? null : hide(fault.Hint), console.Out);
        }
    }

    /// <summary>A fault of LoadLab itself: short here, whole in a file.</summary>
    public static void WriteUnexpected(Exception fault, bool isJson, CliConsole console)
    {
        var text = console.Variables.Hide(fault.ToString());
        var details = KeepDetails(text);
        var hint = details is null ? text : $"Details: {details}";
        var message = $"{fault.GetType().Name}: {console.Variables.Hide(fault.Message)}";
        console.Error.WriteLine($"error: LoadLab has a fault of its own. {message}");
        console.Error.WriteLine($"  {hint}");
        if (isJson)
        {
            WriteJson(ExitCode.InternalFault, message, [message], hint, console.Out);
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
