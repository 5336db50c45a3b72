using System.Diagnostics;

namespace LoadLab.IntegrationTests.Templates;

/// <summary>
/// The template, installed into a hive of its own, and a small checkout to use it in: the Sdk's source and the files that decide how this
/// repository builds. So nothing is left in the user's own hive or in the real checkout.
/// </summary>
public sealed class TemplateHive : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("loadlab-template-");

    public TemplateHive()
    {
        foreach (var file in Directory.EnumerateFiles(Built.Home, "Directory.*.props").Append("BannedSymbols.txt").Append(".editorconfig").Append("global.json"))
        {
            var name = Path.GetFileName(file);
            Directory.CreateDirectory(Checkout);
            File.Copy(Path.Combine(Built.Home, name), Path.Combine(Checkout, name));
        }

        var sdk = Path.Combine(Built.Home, "src", "LoadLab.Sdk");
        foreach (var file in Directory.EnumerateFiles(sdk, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(sdk, path)))
        {
            if (file.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
            {
                continue;
            }

            var copy = Path.Combine(Checkout, "src", "LoadLab.Sdk", file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(sdk, file), copy);
        }
    }

    public string Checkout => Path.Combine(_directory.FullName, "checkout");

    public string Outside => Path.Combine(_directory.FullName, "outside");

    public string SdkProject => Path.Combine(Checkout, "src", "LoadLab.Sdk", "LoadLab.Sdk.csproj");

    /// <summary>Installs the template once; <c>dotnet new</c> only sees what is in the hive.</summary>
    public async Task InstallAsync()
    {
        if (!Directory.Exists(Hive))
        {
            var (exit, text) = await DotnetAsync("new", "install", Path.Combine(Built.Home, "infra", "templates", "loadlab-scenario"), "--debug:custom-hive", Hive);
            exit.Should().Be(0, "{0}", text);
        }
    }

    public Task<(int ExitCode, string Text)> NewAsync(string output, params string[] options) =>
        DotnetAsync(["new", "loadlab-scenario", "-o", output, "--debug:custom-hive", Hive, .. options]);

    /// <summary>Runs the SDK without leaving a server behind.</summary>
    public async Task<(int ExitCode, string Text)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SdkEnvironment.ApplyTo(start);

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Hive => Path.Combine(_directory.FullName, "hive");
}
