using Acornima;
using Jint;
using Jint.Runtime;
using LoadLab.Core;

namespace LoadLab.K6.Scripts;

/// <summary>Says what is wrong with a script, where, and shows the line.</summary>
internal static class ScriptFaults
{
    private const int LongestLine = 160;

    /// <summary>A place in a file, with the line itself.</summary>
    /// <param name="path">The file as it is shown.</param>
    /// <param name="source">Its text.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 0; negative for none.</param>
    public static string At(string path, string source, int line, int column = -1)
    {
        var lines = source.Split('\n');
        var text = line >= 1 && line <= lines.Length ? lines[line - 1].Trim('\r') : "";
        var shown = text.Length > LongestLine ? text[..LongestLine] + "…" : text;
        return FormattableString.Invariant($"{path}:{line}{(column >= 0 ? $":{column + 1}" : "")}: {shown.Trim()}");
    }

    /// <summary>A file that is no JavaScript.</summary>
    public static LoadLabException Syntax(string path, string source, ParseErrorException fault) => new(
        ExitCode.BadConfiguration,
        $"{At(path, source, fault.LineNumber, fault.Column)}\n  The script cannot be read: {fault.Description}",
        "Mend the line. k6 scripts are ES modules: import and export, not require.");

    /// <summary>What a script threw, with its own lines.</summary>
    public static string Describe(Exception fault) => fault switch
    {
        JavaScriptException script => Describe(script),
        PromiseRejectedException rejected => "A promise was rejected: " + Text(rejected.RejectedValue),
        RecursionDepthOverflowException => "RangeError: the script calls itself too deeply" + Chain(fault.Message),
        MemoryLimitExceededException => "the iteration used more memory than it may: " + fault.Message,
        _ => fault.Message,
    };

    private static string Describe(JavaScriptException fault)
    {
        var what = Text(fault.Error).Split('\n')[0];
        var trace = (fault.JavaScriptStackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var location = fault.Location;
        var where = trace.Length > 0 ? string.Join(' ', trace.Take(5))
            : location.SourceFile is { } file ? FormattableString.Invariant($"at {file}:{location.Start.Line}:{location.Start.Column + 1}") : "";
        return where.Length > 0 ? $"{what} {where}" : what;
    }

    private static string Chain(string message) => message.Length > 0 ? " (" + message.Split('\n')[0] + ")" : "";

    private static string Text(Jint.Native.JsValue value) => value is Jint.Native.Object.ObjectInstance error && error.Get("message") is { } message && !message.IsUndefined()
        ? $"{error.Get("name")}: {message}"
        : value.ToString();
}
