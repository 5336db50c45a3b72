namespace LoadLab.Core.Running;

/// <summary>A healer's action: start a part of the stack anew.</summary>
/// <param name="Role">Which part: <c>redis</c>.</param>
/// <param name="By">The entry of <c>healing:</c> that does it.</param>
public sealed record HealingCall(string Role, string By);
