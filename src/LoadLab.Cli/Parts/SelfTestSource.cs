using LoadLab.Engine.SelfTest;

namespace LoadLab.Cli.Parts;

/// <summary>Runs the self-test.</summary>
/// <param name="onCase">Told the title of each case that starts.</param>
/// <param name="only">Which cases: a part of the title, or null for all.</param>
/// <param name="cancellationToken">Ends it.</param>
internal delegate IAsyncEnumerable<SelfTestRow> SelfTestSource(Action<string> onCase, string? only, CancellationToken cancellationToken);
