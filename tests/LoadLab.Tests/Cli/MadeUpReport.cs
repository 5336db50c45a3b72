using LoadLab.Reporting.Figures;

namespace LoadLab.Tests.Cli;

/// <summary>A format that nobody has: a line of text on its subject.</summary>
internal sealed class MadeUpReport<TSubject>(Func<TSubject, string> text, string name = "made-up") : TextReport<TSubject>
{
    public override string Name => name;

    public override string Summary => $"Write {name} into this file.";

    public override string FileName => "report." + name;

    protected override string Compose(TSubject subject) => text(subject);
}
