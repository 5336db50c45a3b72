using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoadLab.Cli;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>The command line as a process of its own, with a results directory of its own.</summary>
internal sealed class LaunchedCli : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _reading;
    private string _awaited = "\0";
    private TaskCompletionSource _seen = new();

    private LaunchedCli(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _reading = ReadErrorAsync();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static LaunchedCli Start(string results, params string[] arguments) => StartWith(new Dictionary<string, string>(), results, arguments);

    /// <summary>With variables of the environment.</summary>
    public static LaunchedCli StartWith(IReadOnlyDictionary<string, string> environment, string results, string[] arguments)
    {
        // A shell lets what it starts in the background ignore Ctrl-C, and so would all that the tests start: here it counts again. env only execs.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--default-signal=INT", "dotnet", Built.Dll("src", "LoadLab.Cli"), .. arguments, "--out", results])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[Home.Variable] = Built.Home;
        return new LaunchedCli(Process.Start(start)!);
    }

    /// <summary>Runs to the end; again while the run says itself that the machine disturbed it (97), three times in all.</summary>
    public static async Task<(int Code, string Output, string Error)> UndisturbedAsync(string results, params string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var cli = Start(results, arguments);
            var output = await cli.EndAsync();
            if (attempt == 3 || cli.ExitCode != (int)LoadLab.Core.ExitCode.InvalidRun)
            {
                return (cli.ExitCode, output, cli.Error);
            }
        }
    }

    /// <summary>Waits until stderr has said something.</summary>
    public async Task SaysAsync(string text)
    {
        lock (_error)
        {
            _awaited = text;
            _seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_error.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        // The end of stderr is the end of the process: then it will never say it.
        await Task.WhenAny(_seen.Task, _reading).WaitAsync(Patience);
        Error.Should().Contain(text);
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and gives stdout. One that does not end is told with what it said.</summary>
    public async Task<string> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The command had not ended after {Patience}. It said: {Error}");
        }

        await _reading;
        return await _output;
    }

    /// <summary>Waits until no process of this run's stack is left, and fails with those that are. The limit only ends a test that has failed.</summary>
    public async Task LeavesNoProcessAsync()
    {
        for (var attempt = 0; attempt < 900 && Left().Count > 0; attempt++)
        {
            await Task.Delay(100);
        }

        Left().Should().BeEmpty("nothing of the stack may be left");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>Processes whose command line or environment names the stack's directory, which has the owner's id in its name.</summary>
    private List<string> Left()
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"/loadlab-{Id}-");
        var left = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            var command = Read(Path.Combine(directory, "cmdline"));
            if (command.Contains(mark, StringComparison.Ordinal) || Read(Path.Combine(directory, "environ")).Contains(mark, StringComparison.Ordinal))
            {
                left.Add(command.Replace('\0', ' '));
            }
        }

        return left;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
            {
                _error.AppendLine(line);
                if (_error.ToString().Contains(_awaited, StringComparison.Ordinal))
                {
                    _seen.TrySetResult();
                }
            }
        }
    }
}
