namespace LoadLab.Preparation.Invocations;

/// <summary>A key of a suite that has an option and a variable of its own.</summary>
/// <param name="Key">Its dotted path.</param>
/// <param name="Option">The option.</param>
/// <param name="Variable">The variable of the environment.</param>
internal sealed record ExternalKey(string Key, string Option, string Variable);
