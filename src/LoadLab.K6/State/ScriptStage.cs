namespace LoadLab.K6.State;

/// <summary>What a script is doing.</summary>
internal enum ScriptStage
{
    /// <summary>Its own lines, once for each virtual user.</summary>
    Init,

    /// <summary><c>setup()</c>.</summary>
    Setup,

    /// <summary>An iteration.</summary>
    Iteration,

    /// <summary><c>teardown()</c>.</summary>
    Teardown,
}
