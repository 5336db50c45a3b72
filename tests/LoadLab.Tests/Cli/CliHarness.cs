using LoadLab.Cli;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>The command line over a directory of its own, without a stack: for commands that read stored runs.</summary>
internal sealed class CliHarness : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("loadlab-cli").FullName;

    public string Out => _out.ToString().ReplaceLineEndings("\n");

    public string Error => _error.ToString().ReplaceLineEndings("\n");

    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    public void Clear()
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
    }

    public Task<int> RunAsync(string line) => CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Parts());

    public CliParts Parts() => new()
    {
        Out = _out,
        Error = _error,
        Results = Directory,
        Setup = (_, _) => throw new NotSupportedException(),
        Prepare = _ => throw new NotSupportedException(),
        Runner = (_, _) => throw new NotSupportedException(),
        HttpRunner = (_, _) => throw new NotSupportedException(),
        Judge = (_, _) => StoredSample.Evaluation,
        Observer = () => throw new NotSupportedException(),
        ShowVerdicts = (_, _, _) => throw new NotSupportedException(),
        SelfTest = (_, _, _) => throw new NotSupportedException(),
        Catalogue = _ => throw new NotSupportedException(),
        Doctor = _ => throw new NotSupportedException(),
        Kill = () => throw new NotSupportedException(),
    };
}
