namespace LoadLab.Core.Runs;

/// <summary>A check of a script.</summary>
/// <param name="Group">The group that it stands in, as <c>::outer::inner</c>; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Passes">How often it held.</param>
/// <param name="Fails">How often it did not.</param>
public sealed record ScriptCheck(string Group, string Name, long Passes, long Fails);
