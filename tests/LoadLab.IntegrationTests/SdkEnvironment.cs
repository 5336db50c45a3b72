using System.Diagnostics;

namespace LoadLab.IntegrationTests;

/// <summary>How tests call the SDK: no server stays behind, and no profile is kept of a compiler that runs once (a third of a build's CPU).</summary>
internal static class SdkEnvironment
{
    private static readonly (string Name, string Value)[] s_variables =
    [
        ("DOTNET_NOLOGO", "1"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("UseSharedCompilation", "false"),
        ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
    ];

    /// <summary>Sets it for a program that is about to start; here the profile is left out for the SDK alone; test.sh leaves it out for LoadLab too where nothing is measured.</summary>
    public static void ApplyTo(ProcessStartInfo start)
    {
        foreach (var (name, value) in s_variables)
        {
            start.Environment[name] = value;
        }

        if (start.FileName == "dotnet" && start.ArgumentList.FirstOrDefault() is "build" or "pack" or "new" or "tool")
        {
            start.Environment["DOTNET_TieredPGO"] = "0";
        }
    }
}
