using System.Collections.Concurrent;
using Acornima;
using Jint;
using LoadLab.Core;

namespace LoadLab.K6.Scripts;

/// <summary>
/// The files of a script: read once, parsed once, shared by all virtual users. Nothing outside the script's folder tree is read.
/// </summary>
internal sealed class ScriptFiles
{
    /// <summary>The largest file that <c>open()</c> reads.</summary>
    private const long MostBytes = 512L << 20;

    private readonly ConcurrentDictionary<string, Lazy<ScriptModule>> _modules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _contents = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly string? _programs;

    /// <summary>The files of a script.</summary>
    /// <param name="path">The script.</param>
    /// <param name="copies">Addresses of modules, and the files that stand for them.</param>
    /// <param name="programs">Folders with programs that TypeScript needs; those of <c>PATH</c> when null.</param>
    /// <exception cref="LoadLabException">It is not there (104).</exception>
    public ScriptFiles(string path, IReadOnlyDictionary<string, string>? copies = null, string? programs = null)
    {
        _programs = programs ?? Environment.GetEnvironmentVariable("PATH");
        Main = FolderTree.Real(Path.GetFullPath(path));
        _root = Path.GetDirectoryName(Main)!;
        Copies = copies ?? new Dictionary<string, string>();
        if (!File.Exists(Main))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Script '{path}' is not there.", "Give the path of a k6 script, for example scenarios/k6/student.js.");
        }
    }

    /// <summary>The script.</summary>
    public string Main { get; }

    /// <summary>Those of k6's modules that the script or a file of it imports.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Addresses of modules, and the files that stand for them.</summary>
    public IReadOnlyDictionary<string, string> Copies { get; }

    /// <summary>The texts of the modules that were read.</summary>
    public IEnumerable<string> Sources => _modules.Values.Where(module => module.IsValueCreated).Select(module => module.Value.Source);

    /// <summary>A path as it is shown: from the script's folder.</summary>
    public string Shown(string path) => Path.GetRelativePath(_root, path);

    /// <summary>A module, read and parsed.</summary>
    /// <exception cref="LoadLabException">It cannot be read, or is no JavaScript (104).</exception>
    public ScriptModule Module(string path) => _modules.GetOrAdd(path, key => new Lazy<ScriptModule>(() => Parse(key))).Value;

    /// <summary>The bytes of a file of the script's folder tree.</summary>
    /// <param name="path">As the script says it.</param>
    /// <param name="from">The file whose folder it starts from.</param>
    /// <exception cref="IOException">It is outside the tree, too large, or cannot be read.</exception>
    public byte[] Read(string path, string from) => _contents.GetOrAdd(Resolve(path, from), key => new Lazy<byte[]>(() => ReadAllowed(key))).Value;

    /// <summary>Where an import leads; the specifier itself for one of k6's modules.</summary>
    public string Resolve(string specifier, string from)
    {
        if (KnownModules.All.Contains(specifier))
        {
            return specifier;
        }

        if (Copies.TryGetValue(specifier, out var copy))
        {
            return Path.GetFullPath(copy);
        }

        var path = specifier.StartsWith("file://", StringComparison.Ordinal) ? new Uri(specifier).LocalPath : specifier;
        return Path.GetFullPath(path, Path.GetDirectoryName(from)!);
    }

    /// <summary>Why a file may not be read; null when it may. Links are followed first.</summary>
    public string? RefuseOutside(string path)
    {
        var real = FolderTree.Real(path);
        return real.StartsWith(_root.EndsWith('/') ? _root : _root + '/', StringComparison.Ordinal) || Copies.Values.Any(copy => FolderTree.Real(Path.GetFullPath(copy)) == real)
            ? null
            : $"'{path}' lies outside the script's folder '{_root}'. Put it into that folder, or the script further up.";
    }

    private ScriptModule Parse(string path)
    {
        var source = System.Text.Encoding.UTF8.GetString(ReadAllowed(path)).TrimStart('\uFEFF');
        try
        {
            if (TypeScriptFile.Is(path))
            {
                var code = TypeImports.TakeOut(TypeScriptFile.Strip(Shown(path), source, _programs));
                return new ScriptModule(path, source, JsEngine.PrepareModule(code, Shown(path)));
            }

            return new ScriptModule(path, source, path.EndsWith(".json", StringComparison.Ordinal) ? default : JsEngine.PrepareModule(source, Shown(path)));
        }
        catch (ScriptPreparationException fault) when (fault.InnerException is ParseErrorException wrong)
        {
            throw ScriptFaults.Syntax(Shown(path), source, wrong);
        }
        catch (ParseErrorException wrong)
        {
            throw ScriptFaults.Syntax(Shown(path), source, wrong);
        }
    }

    private byte[] ReadAllowed(string path)
    {
        if (RefuseOutside(path) is { } refused)
        {
            throw new IOException(refused);
        }

        return new FileInfo(path) is { Exists: true, Length: > MostBytes } ? throw new IOException($"'{path}' is larger than 512 MiB.") : File.ReadAllBytes(path);
    }
}
