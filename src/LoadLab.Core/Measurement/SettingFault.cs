namespace LoadLab.Core.Measurement;

/// <summary>What is wrong with something that a suite sets of its stack or its probes.</summary>
/// <param name="Path">Dotted path of its key in the suite: <c>settings.probes.backup</c>.</param>
/// <param name="Message">What is wrong, what is allowed, what to do.</param>
public sealed record SettingFault(string Path, string Message)
{
    /// <summary>Both, as a line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
