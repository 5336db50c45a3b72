using LoadLab.Core.Text;

namespace LoadLab.Preparation.Invocations;

/// <summary>Where a command line was given, as far as it decides what the command line means.</summary>
/// <param name="Home">The checkout, or the project.</param>
/// <param name="Here">The working directory.</param>
/// <param name="Program">The program as it can be started again.</param>
/// <param name="Variables">Knows the files of variables.</param>
internal sealed record CommandEnvironment(string Home, string Here, string Program, Variables Variables)
{
    /// <summary>Set by the launcher: the file that was started.</summary>
    public const string LauncherVariable = "LOADLAB_LAUNCHER";

    private const string FromCheckout = "./loadlab";
    private const string Installed = "loadlab";
    private const string FromManifest = "dotnet loadlab";

    /// <summary>Those of this process.</summary>
    public static CommandEnvironment Find(string home, Func<string, string?> environment, Variables variables) => Find(home, environment, variables, Environment.ProcessPath);

    /// <summary>The same for a process of this file.</summary>
    public static CommandEnvironment Find(string home, Func<string, string?> environment, Variables variables, string? process)
    {
        var here = Environment.CurrentDirectory;
        var launcher = environment(LauncherVariable) is { Length: > 0 } started ? started : Path.Combine(home, "loadlab");
        if (!File.Exists(launcher))
        {
            // A tool of a manifest is no program of its own: dotnet runs it.
            return new CommandEnvironment(home, here, Path.GetFileNameWithoutExtension(process) == "dotnet" ? FromManifest : Installed, variables);
        }

        var isOnPath = (environment("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && Path.Combine(folder, "loadlab") == launcher);
        return new CommandEnvironment(home, here, here == home ? FromCheckout : isOnPath ? Installed : launcher, variables);
    }

    /// <summary>A path that means the same wherever the command line is given again: absolute, or from the checkout when that is where it must be given.</summary>
    public string PathOf(string path)
    {
        var full = Path.GetFullPath(path, Here);
        return Program == FromCheckout && full.StartsWith(Home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(Home, full) : full;
    }

    /// <summary>Adds the options that every command has.</summary>
    public void AddCommon(InvocationLine line, string? output)
    {
        foreach (var file in Variables.Files)
        {
            line.Add("--env-file", PathOf(file));
        }

        line.AddIf("--out", output is null ? null : PathOf(output));
    }
}
