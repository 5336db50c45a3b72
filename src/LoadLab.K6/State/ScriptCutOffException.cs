namespace LoadLab.K6.State;

/// <summary>Ends an iteration that must not go on. No script can catch it.</summary>
internal sealed class ScriptCutOffException(CancellationToken token) : LoadLab.Sdk.Hosting.IterationCutOffException(token);
