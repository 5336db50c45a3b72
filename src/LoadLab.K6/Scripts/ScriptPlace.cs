using Jint.Runtime;

namespace LoadLab.K6.Scripts;

/// <summary>The line of a script that threw.</summary>
internal static class ScriptPlace
{
    /// <summary>The place and the line itself, on a line of its own; empty when it is not known.</summary>
    public static string Of(ScriptFiles files, Exception fault)
    {
        if (fault is not JavaScriptException { Location: { SourceFile: { Length: > 0 } file } location })
        {
            return "";
        }

        var path = Path.GetFullPath(file, Path.GetDirectoryName(files.Main)!);
        return File.Exists(path) && files.RefuseOutside(path) is null ? "\n  " + ScriptFaults.At(file, files.Module(path).Source, location.Start.Line, location.Start.Column) : "";
    }
}
