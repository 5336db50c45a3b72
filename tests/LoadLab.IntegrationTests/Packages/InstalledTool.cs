using System.Diagnostics;
using LoadLab.Cli;

namespace LoadLab.IntegrationTests.Packages;

/// <summary>
/// The tool as its users have it: packed into a folder, which is the only feed, installed from it into a directory of its own, and used in an
/// empty directory outside of the checkout, with a package cache of its own. Collections that run at the same time share the packing and the installation.
/// </summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly SemaphoreSlim s_turn = new(1, 1);
    private static int s_users;
    private static DirectoryInfo? s_shared;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("loadlab-installed-");

    /// <summary>An empty directory to work in.</summary>
    public string Work => Path.Combine(_directory.FullName, "work");

    /// <summary>Variables that <c>loadlab</c> gets.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The packages.</summary>
    public string Feed => Path.Combine(_directory.FullName, "feed");

    private static string Tools => Path.Combine(s_shared!.FullName, "tools");

    private static string Packed => Path.Combine(s_shared!.FullName, "feed");

    public async Task InitializeAsync()
    {
        await s_turn.WaitAsync();
        try
        {
            if (s_users++ == 0)
            {
                s_shared = Directory.CreateTempSubdirectory("loadlab-packed-");
                await InstallAsync();
            }
        }
        finally
        {
            s_turn.Release();
        }

        Directory.CreateDirectory(Feed);
        foreach (var package in Directory.EnumerateFiles(Packed))
        {
            File.Copy(package, Path.Combine(Feed, Path.GetFileName(package)));
        }

        Directory.CreateDirectory(Work);
        await File.WriteAllTextAsync(Path.Combine(Work, "nuget.config"), Config(Feed));
    }

    public async Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        await s_turn.WaitAsync();
        try
        {
            if (--s_users == 0)
            {
                s_shared!.Delete(recursive: true);
            }
        }
        finally
        {
            s_turn.Release();
        }
    }

    /// <summary>Runs the installed <c>loadlab</c>.</summary>
    /// <param name="folder">The working directory, from <see cref="Work"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<(int ExitCode, string Out, string Error)> RunAsync(string folder, params string[] arguments) =>
        StartAsync(Path.Combine(Work, folder), Path.Combine(Tools, "loadlab"), arguments);

    /// <summary>Runs lines of a shell with the installed <c>loadlab</c> first on the path.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="folder">A new folder to run them in, from <see cref="Work"/>.</param>
    public Task<(int ExitCode, string Out, string Error)> ShellAsync(string lines, string folder) =>
        StartAsync(Directory.CreateDirectory(Path.Combine(Work, folder)).FullName, "sh", "-c", $"PATH='{Tools}':$PATH\n{lines}");

    /// <summary>Packs a project into <see cref="Feed"/>, unless it is there.</summary>
    /// <returns>False when it was there before.</returns>
    public async Task<bool> PackIntoFeedAsync(string project)
    {
        if (File.Exists(Path.Combine(Feed, $"{project}.{ExampleProject.Version}.nupkg")))
        {
            return false;
        }

        await PackAsync(project, Feed);
        return true;
    }

    /// <summary>Packs a project as it is built.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="folder">Where the package goes, from <see cref="Work"/>.</param>
    public Task PackAsync(string project, string folder) => ExpectAsync(
        Built.Home, "dotnet", "pack", Path.Combine(Built.Home, "src", project), "-c", Configuration, "--no-build", "--nologo", "-o", Path.Combine(Work, folder));

    /// <summary>Runs the tests of a new project. LoadLab's packages come from here alone; those of others from where this machine has them.</summary>
    /// <param name="folder">The project, from <see cref="Work"/>.</param>
    /// <param name="tests">Its test project.</param>
    /// <param name="options">More options of <c>dotnet test</c>.</param>
    public async Task<(int ExitCode, string Out, string Error)> TestAsync(string folder, string tests, params string[] options)
    {
        await PackIntoFeedAsync("LoadLab.Testing");
        var machine = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(Work, folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Feed}" /><add key="machine" value="{machine}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="local"><package pattern="LoadLab.*" /></packageSource>
                <packageSource key="machine"><package pattern="*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders><clear /><add key="others" value="{WithoutOurs(machine)}" /></fallbackPackageFolders>
            </configuration>
            """);
        return await StartAsync(Path.Combine(Work, folder), "dotnet", ["test", "--nologo", tests, "--logger", "console;verbosity=detailed", .. options]);
    }

    /// <summary>The packages of others as this machine has them, as links: nothing is unpacked again.</summary>
    private string WithoutOurs(string machine)
    {
        var links = Path.Combine(_directory.FullName, "others");
        if (!Directory.Exists(links))
        {
            Directory.CreateDirectory(links);
            foreach (var package in Directory.EnumerateDirectories(machine).Where(path => !Path.GetFileName(path).StartsWith("loadlab", StringComparison.OrdinalIgnoreCase)))
            {
                Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
            }
        }

        return links;
    }

    /// <summary>Runs a program as its users have it: outside of the checkout, with the packages of <see cref="Feed"/> alone.</summary>
    /// <param name="folder">The working directory, from <see cref="Work"/>.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<(int ExitCode, string Out, string Error)> RunProgramAsync(string folder, string program, params string[] arguments) => StartAsync(Path.Combine(Work, folder), program, arguments);

    /// <summary>Packs the templates and makes a project of them, with a hive of its own.</summary>
    public async Task NewFromTemplateAsync(string folder)
    {
        var hive = Path.Combine(_directory.FullName, "hive");
        if (!Directory.Exists(hive))
        {
            await ExpectAsync(Built.Home, "dotnet", "pack", Path.Combine(Built.Home, "src", "LoadLab.Templates"), "-c", Configuration, "--nologo", "-o", Feed);
            await ExpectAsync(Work, "dotnet", "new", "install", Path.Combine(Feed, $"LoadLab.Templates.{ExampleProject.Version}.nupkg"), "--debug:custom-hive", hive);
        }

        await ExpectAsync(Work, "dotnet", "new", "loadlab", "-o", folder, "--debug:custom-hive", hive);
    }

    /// <summary>Builds a project.</summary>
    public Task BuildAsync(string folder, string project) => ExpectAsync(Path.Combine(Work, folder), "dotnet", "build", "-c", "Release", "--nologo", project);

    /// <summary>Packs and installs it.</summary>
    private async Task InstallAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(s_shared!.FullName, "work")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), Config(Packed));
        foreach (var project in new[] { "LoadLab.Sdk", "LoadLab.Cli" })
        {
            await PackAsync(project, Packed);
        }

        await ExpectAsync(folder, "dotnet", "tool", "install", "LoadLab", "--tool-path", Tools, "--version", ExampleProject.Version);
    }

    private static string Config(string feed) => $"""
        <configuration>
          <packageSources><clear /><add key="local" value="{feed}" /></packageSources>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """;

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    private async Task ExpectAsync(string folder, string program, params string[] arguments)
    {
        var (exit, output, error) = await StartAsync(folder, program, arguments);
        exit.Should().Be(0, "{0} {1} says: {2}{3}", program, string.Join(' ', arguments), output, error);
    }

    private async Task<(int ExitCode, string Out, string Error)> StartAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        SdkEnvironment.ApplyTo(start);

        if (!folder.StartsWith(Built.Home, StringComparison.Ordinal))
        {
            // What is packed here has the version of what may have been packed before.
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_directory.FullName, "cache");
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove(Home.Variable);
        start.Environment.Remove("LOADLAB_LAUNCHER");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
