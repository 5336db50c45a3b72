using LoadLab.K6;
using LoadLab.K6.Hosting;
using LoadLab.K6.Loads;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;

namespace LoadLab.Tests.K6;

/// <summary>A folder with a script in it. Nothing of it is sent anywhere.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("loadlab-k6-").FullName;

    public ScriptFolder(string script) => Write("script.js", script);

    public string Script => Path.Combine(_path, "script.js");

    public string Folder => _path;

    public ScriptFolder Write(string name, string text)
    {
        var path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public K6Script Load(LoadOverrides? load = null) => K6Script.Load(Script, new K6Arguments { Load = load ?? new() });

    /// <summary>What a script's default function returns, as a text.</summary>
    public static string Run(string script, params (string Name, string Text)[] files)
    {
        using var folder = new ScriptFolder(script);
        foreach (var (name, text) in files)
        {
            folder.Write(name, text);
        }

        return folder.Run();
    }

    /// <summary>What its default function returns, as a text; run by a user of its own on a thread of its own.</summary>
    public string Run(IReadOnlyDictionary<string, string>? environment = null)
    {
        return Run(new ScriptFiles(Script), environment);
    }

    /// <summary>The same, of files that were found otherwise.</summary>
    public static string Run(ScriptFiles scriptFiles, IReadOnlyDictionary<string, string>? environment = null)
    {
        ImportCheck.Check(scriptFiles);
        var test = new ScriptTest(scriptFiles, environment ?? new Dictionary<string, string>(), TimeProvider.System);
        return OnThread(() => new ScriptUser(test, 1).Evaluate());
    }

    public static T OnThread<T>(Func<T> work)
    {
        using var threads = new ScriptThreads();
        return threads.RunAsync(work).GetAwaiter().GetResult();
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
