using System.Diagnostics;

namespace LoadLab.IntegrationTests.K6;

/// <summary>A test that needs a Node that takes types out of TypeScript. Without one it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Skips the test when there is no such Node on PATH.</summary>
    public NodeFactAttribute()
    {
        if (!CanStrip())
        {
            Skip = "node on PATH is missing or older than 22.13; TypeScript is tested with a stand-in only";
        }
    }

    private static bool CanStrip()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["-e", "process.exit(require('node:module').stripTypeScriptTypes ? 0 : 3)"]));
            node!.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
